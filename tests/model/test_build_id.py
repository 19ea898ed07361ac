"""What tells two releases of the program apart."""

from model.build_id import program_files
from model.settings import PROJECT


def test_it_is_of_the_programs_own_files():
    read = set(program_files(PROJECT))
    for name in (
        "model/view.py",
        "queries/sql/series.sql",
        "assets/css/style.css",
        "model/reference/places.csv",
    ):
        assert PROJECT / name in read


def test_it_opens_nothing_that_lies_beside_an_extract(tmp_path):
    """A public process must not open a partner's file, such as the report of what suppression cost."""
    for name in (
        "var/partner/suppression/latest.csv",
        "var/partner/versions/one/observations.parquet",
        "var/extracts/quarantine/one.csv",
        "var/downloads/deaths.csv",
        "model/reference/places.csv",
        "model/view.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    read = {str(path.relative_to(tmp_path)) for path in program_files(tmp_path)}
    assert read == {"model/reference/places.csv", "model/view.py"}
