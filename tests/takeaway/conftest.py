"""Pages shared by the tests of all formats."""

import pytest
from samples import random_pages


@pytest.fixture(scope="session")
def hundred(store, outlines):
    """A page each of 100 random views and places."""
    return random_pages(store, outlines, 100)
