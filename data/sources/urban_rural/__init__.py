"""NCHS Urban-Rural Classification Scheme for Counties."""
