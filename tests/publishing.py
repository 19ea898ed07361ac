"""Publishing a few files, as tests of what an extract holds need it."""

from support import write_files

from data.pipeline import harvest, ingest
from queries.store import Store


def publish(folder, extracts, as_of=None):
    """Publish a folder's files, all of which must load; returns the version that is current then."""
    found = harvest.harvest(harvest.files_under(folder), lambda path: None, as_of)
    assert found.complete, found
    return ingest.publish_harvest(found, extracts)[0]


def read_published(folder, contents):
    """Publish files given as name → text within a folder; returns a reader of them."""
    publish(write_files(folder / "in", contents), folder / "extracts")
    return Store(folder / "extracts").current()
