"""Extracts that tests keep are made anew when, and only when, what makes them has changed."""

import import_closure
import pytest
from extracts import INGEST, PUBLISHING, SIMULATOR
from import_closure import closure, fingerprint


def test_whatever_makes_the_figures_is_in_it():
    ours, others = closure(*SIMULATOR, *INGEST)
    assert {"data.simulator.truth", "data.sources.nflis", "data.extract.quality", "methods.classes"} <= set(
        ours
    )
    assert {"numpy", "pandas", "pyarrow"} <= set(others)
    assert {"methods.suppression.years", "data.suppression.audit"} <= set(closure(*PUBLISHING)[0])


def test_a_slide_a_page_or_a_download_does_not_discard_an_extract():
    ours = closure(*SIMULATOR, *INGEST, *PUBLISHING)[0]
    rooms = {module.partition(".")[0] for module in ours}
    assert rooms == {"data", "methods", "model"}
    assert not {"model.deck", "model.ready_decks", "model.view", "data.refresh.fetch", "data.cli.show"} & set(
        ours
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two modules, a package whose modules are found by being there, and a table."""
    package = tmp_path / "made" / "kinds"
    package.mkdir(parents=True)
    (tmp_path / "made" / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("import other\n")
    (tmp_path / "other.py").write_text("x = 1\n")
    (tmp_path / "apart.py").write_text("x = 1\n")
    (tmp_path / "made" / "reference").mkdir()
    (tmp_path / "made" / "reference" / "table.csv").write_text("a\n")
    monkeypatch.setattr(import_closure, "PROJECT", tmp_path)
    return tmp_path


def forget():
    for cached in (import_closure.file_of, import_closure.imports_of, fingerprint):
        cached.cache_clear()


def fresh():
    forget()
    return fingerprint("made.kinds")


@pytest.fixture
def before(project):
    yield fresh()
    forget()


@pytest.mark.parametrize("name", ["other.py", "made/kinds/one.py", "made/reference/table.csv"])
def test_a_change_of_what_is_used_changes_the_checksum(project, before, name):
    path = project / name
    path.write_text(path.read_text() + "\n")
    assert fresh() != before


def test_a_new_module_of_the_package_changes_it(project, before):
    (project / "made" / "kinds" / "two.py").touch()
    assert fresh() != before


def test_a_change_elsewhere_does_not(project, before):
    (project / "apart.py").write_text("x = 2\n")
    assert fresh() == before
