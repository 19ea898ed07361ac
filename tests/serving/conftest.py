"""The whole app, for the tests of the layers around it."""

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from serving_apps import started


@pytest.fixture(scope="session")
def whole(simulated_extract):
    """The server of the whole app on simulated figures, warm as a worker is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTS", str(simulated_extract))
        server = importlib.import_module("app").server
        with started(server):
            yield server
