"""Map shapes and boundary files."""
