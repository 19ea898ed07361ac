"""What docs/adding-a-panel.md tells a reader to write gives a panel that is on its page, in its files, in a
deck and in a PDF."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI
from pypdf import PdfReader
from support import ask

import panels as package
from data.static import browser_files
from model.settings import PROJECT
from pages import brief, documents, downloads, lazy_panels, pictures, place, single_panel, tables
from pages.explore_layout import layout
from panels import registry
from panels.panel import Where
from queries import store as questions
from queries.store import Store

DOCUMENT = (PROJECT / "docs" / "adding-a-panel.md").read_text(encoding="utf-8")
MODULE, QUESTION, SCRIPT = "profile_published.py", "published.sql", "profile/published.js"
NODE = Path(sys.executable).with_name("node")


def block(language):
    """The document's only code block in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the module that the document writes, its question and script among those there are."""
    made = tmp_path_factory.mktemp("added")
    shutil.copytree(questions.SQL, made / "sql")
    (made / "sql" / QUESTION).write_text(block("sql"), encoding="utf-8")
    shutil.copytree(browser_files.SCRIPTS, made / "js")
    (made / "js" / SCRIPT).write_text(block("js"), encoding="utf-8")
    (made / MODULE).write_text(block("python"), encoding="utf-8")
    return made


@pytest.fixture(scope="module", autouse=True)
def added(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "__path__", [*package.__path__, str(folder)])
        patch.setattr(questions, "SQL", folder / "sql")
        patch.setattr(browser_files, "SCRIPTS", folder / "js")
        registry.forget()
        yield
    registry.forget()


@pytest.fixture(scope="module")
def opened(simulated_extract):
    return Store(simulated_extract)


@pytest.fixture(scope="module")
def get(opened, outlines):
    server = FastAPI()
    for routes in (
        lazy_panels.router(opened),
        downloads.router(opened, outlines),
        tables.router(opened, outlines),
        pictures.router(opened, outlines),
        brief.router(opened, outlines, ""),
        documents.router(opened, outlines),
    ):
        server.include_router(routes)
    return lambda path, **given: ask(server, path, **given)


def sections_of(component):
    """Ids of the panels in a layout."""
    children = getattr(component, "children", None)
    held = children if isinstance(children, list) else [children]
    own = [component.id] if type(component).__name__ == "Section" and hasattr(component, "id") else []
    return own + [name for child in held if hasattr(child, "to_plotly_json") for name in sections_of(child)]


def test_it_is_the_last_panel_of_a_profile(opened, outlines):
    page = place.content(opened, outlines, "/place/39", "")
    assert sections_of(page)[-1] == "published"


@pytest.mark.parametrize(("entry", "where"), [("explore", None), ("profile", Where.PROFILE)])
def test_its_script_is_imported_with_those_of_the_pages_other_panels(tmp_path, monkeypatch, entry, where):
    made = {}
    monkeypatch.setattr(browser_files, "write_tree", lambda *given: made.update(given[-1]) or tmp_path / "js")
    modules = registry.browser_modules(where)
    assert "profile/published" in modules
    browser_files.ensure_browser_files(tmp_path, {"explore": (), "profile": (), entry: modules})
    assert SCRIPT in re.findall(r'import "./([^"]+)"', made[f"{entry}.panels.js"])
    assert f'"./{entry}.panels.js"' in (browser_files.SCRIPTS / f"{entry}.js").read_text(encoding="utf-8")


def test_its_script_says_what_it_draws(folder):
    """As a page runs it, but for the page: its module registers itself with the painter of profiles."""
    program = f"""
        await import("./{SCRIPT}");
        const {{ drawerOf }} = await import("./profile/registry.js");
        console.log(typeof drawerOf("published"));
    """
    command = [NODE, "--input-type=module", "--eval", program]
    made = subprocess.run(command, cwd=folder / "js", capture_output=True, text=True, check=True)
    assert made.stdout == "function\n"


def test_it_is_answered_for_a_place(get):
    answer = get("/panel/published?place=39").json()
    assert answer["texts"]["published-title"] == "What is published, Ohio"
    assert answer["texts"]["published-foot"]
    labels = [row["label"] for row in answer["content"]["rows"]]
    assert "Drug overdose deaths" in labels


def test_its_file_has_the_rows_of_the_page(get):
    text = get("/download/published.csv?place=39").content.decode("utf-8-sig")
    assert "# Title: What is published, Ohio" in text
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("# ")))
    shown = get("/panel/published?place=39").json()["content"]["rows"]
    assert [f"{int(row['figures']):,}" for row in rows] == [row["figures"] for row in shown]
    assert get("/table/published?place=39").json()["rows"] == len(rows)


def test_it_has_a_picture_and_a_citation(get):
    assert "What is published, Ohio" in get("/picture/published.svg?place=39").text
    assert get("/cite/published?place=39").text.startswith("What is published, Ohio")


def deck_of(get, show):
    deck = {"slides": [{"view": "place=39", "show": show}]}
    return get("/brief/deck", method="POST", content=json.dumps(deck))


def test_a_deck_can_hold_it(get):
    answer = deck_of(get, "published").json()
    assert answer["names"] == ["What is published, Ohio"]
    assert deck_of(get, "unpublished").status_code == 400


def test_a_pdf_of_the_deck_shows_it(get):
    code = deck_of(get, "published").json()["code"]
    made = get(f"/takeaway/deck.pdf?deck={code}")
    assert made.status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    assert "Whatispublished,Ohio" in "".join(text.split())
    assert "Drugoverdosedeaths" in "".join(text.split())


@pytest.mark.parametrize("frame", ["slide", "embed"])
def test_it_stands_by_itself(frame):
    page = single_panel.single(frame, "published", layout("/outlines.json", "/grid.js"))
    assert sections_of(page)[-1] == "published"
    assert (
        single_panel.root_attributes(f"/{frame}/published")
        == f' data-single-panel="{frame}" data-only="published"'
    )
