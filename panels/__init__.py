"""One module a panel: its words, its chart or map, its table."""
