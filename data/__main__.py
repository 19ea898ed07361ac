"""Starts the command line: `python -m data COMMAND`."""

import os

from data.cli.commands import BEHIND_SERVERS, app

if __name__ == "__main__":
    os.nice(BEHIND_SERVERS)
    app(prog_name="python -m data")
