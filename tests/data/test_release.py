"""What tells two releases of the program apart."""

from data.release import program_files
from data.settings import PROJECT


def test_it_is_of_the_programs_own_files():
    read = set(program_files(PROJECT))
    for name in ("data/view.py", "queries/series.sql", "assets/css/style.css", "data/reference/places.csv"):
        assert PROJECT / name in read


def test_it_opens_nothing_that_lies_beside_an_extract(tmp_path):
    """A public process must not open a partner's file, such as the report of what suppression cost."""
    for name in (
        "data/partner/suppression/latest.csv",
        "data/partner/versions/one/observations.parquet",
        "data/extracts/quarantine/one.csv",
        "data/downloads/deaths.csv",
        "data/reference/places.csv",
        "data/view.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    read = {str(path.relative_to(tmp_path)) for path in program_files(tmp_path)}
    assert read == {"data/reference/places.csv", "data/view.py"}
