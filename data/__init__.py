"""Everything between an agency's file and the extract the app reads."""
