"""The vocabulary, pure: catalog, places, groups, periods, view, deck, observations, settings."""
