"""Extracts: the immutable folders of Parquet files that the app reads."""
