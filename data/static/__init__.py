"""Files made once, named by their content, and kept by browsers for ever."""
