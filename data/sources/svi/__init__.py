"""CDC/ATSDR Social Vulnerability Index by county."""
