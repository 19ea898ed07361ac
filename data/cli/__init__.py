"""The command line: `python -m data COMMAND`."""
