"""ONDCP: counties announced as newly designated to a HIDTA."""
