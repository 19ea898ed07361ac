"""Dated events, as anybody lists them."""
