"""One folder a data set: how its files are read, what the catalog knows of it, and its simulated files.

A folder with a `declaration.py` is a data set, and no list has to name it.
"""
