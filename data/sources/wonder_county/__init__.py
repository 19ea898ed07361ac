"""CDC WONDER: deaths by county and year."""
