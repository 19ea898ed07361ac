"""Measures the dashboard against a plain Dash app on the same extract: `python -m bench`."""
