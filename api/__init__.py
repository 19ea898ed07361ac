"""The read-only HTTP API: the extract's observations and the words that explain them, for programs."""
