"""What stands between the network and the app: headers, limits, caching, logs, metrics, health."""
