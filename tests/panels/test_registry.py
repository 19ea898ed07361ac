"""Panels are declared once and found by being there; a declaration that is not whole says what mends it."""

import ast
from dataclasses import replace

import pytest

import panels as package
from model.ready_decks import EIGHT_MINUTES, MONTHLY
from model.settings import PROJECT
from panels import registry
from panels.panel import ON_PROFILE, Panel, Where
from panels.registry import PanelProblem, UnknownPanel, appearing_in, ids, on_fact_sheet, panel

DECLARATION = """
from panels.panel import ON_PROFILE, Panel

PANEL = Panel(
    id="{id}",
    order={order},
    name="Made up",
    figures="what is made up",
    appears_in=ON_PROFILE,
    find=lambda reader, resolved: None,
    texts=lambda resolved, found: {{}},
    provenance=lambda found: [],
    reading=(),
    content=lambda resolved, found: {{}},
    {rest}
)
"""
WHOLE = "table=lambda resolved, found: None,"


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """Declares panels in modules of a folder that is looked into as well; returns all panels."""

    def declare(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
        registry.forget()
        return registry.panels()

    yield declare
    monkeypatch.undo()
    registry.forget()


def test_a_module_that_declares_a_panel_is_found(declared):
    found = declared(made_up=DECLARATION.format(id="made-up", order=205, rest=WHOLE))
    names = [each.id for each in found]
    assert names[names.index("insights") + 1] == "made-up"
    assert panel("made-up") in appearing_in(Where.PROFILE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"id": "made-up-2", "order": 205, "rest": ""}, ("panels.faulty", "'table'", "Give every field")),
        ({"id": "Made up", "order": 205, "rest": WHOLE}, ("panels.faulty", "'Made up'", "lowercase letters")),
        ({"id": "trend", "order": 205, "rest": WHOLE}, ("panels.faulty", "panels.trend", "'trend'")),
        ({"id": "standouts", "order": 205, "rest": WHOLE}, ("panels.faulty", "panels.profile_insights")),
        ({"id": "made-up-3", "order": 50, "rest": WHOLE}, ("panels.faulty", "panels.trend", "order 50")),
        (
            {"id": "made-up-4", "order": 205, "rest": f"{WHOLE} within='nothing',"},
            ("'made-up-4'", "'nothing'"),
        ),
    ],
)
def test_a_faulty_declaration_is_named_with_its_mend(declared, monkeypatch, given, said):
    monkeypatch.delitem(__import__("sys").modules, "panels.faulty", raising=False)
    with pytest.raises(PanelProblem) as problem:
        declared(faulty=DECLARATION.format(**given))
    assert all(words in str(problem.value) for words in said)


def test_what_is_no_panel_is_no_declaration(declared):
    with pytest.raises(PanelProblem, match="PANEL must be"):
        declared(not_one="PANEL = 5\n")


def test_a_lazy_panel_of_explore_needs_a_key_and_what_draws_it():
    with pytest.raises(ValueError, match="browser_module"):
        replace(panel("peers"), id="made-up", appears_in=frozenset({Where.EXPLORE}), browser_module="")


def test_a_former_name_finds_its_panel():
    assert panel("standouts") is panel("insights")
    assert ids(Where.BRIEFING)["standouts"] == "insights"


def test_no_other_name_finds_one():
    with pytest.raises(UnknownPanel):
        panel("nothing")


def test_the_second_map_is_no_slide():
    assert "map2" not in ids(Where.BRIEFING)


def test_a_fact_sheet_begins_with_tiles_and_sentences():
    assert [each.id for each in on_fact_sheet()][:4] == ["headline", "insights", "map", "trend"]


def test_ready_decks_show_panels_that_can_be_slides():
    assert {page.show for page in (*EIGHT_MINUTES, *MONTHLY)} <= {
        each.id for each in appearing_in(Where.BRIEFING)
    }


def test_each_browser_module_lies_in_assets():
    scripts = {each.id: PROJECT / "assets" / "js" / f"{each.browser_module}.js" for each in registry.panels()}
    missing = {
        name for name, script in scripts.items() if panel(name).browser_module and not script.is_file()
    }
    assert missing == set()


def test_every_panel_is_declared_by_a_module_of_its_package():
    assert all(isinstance(each, Panel) for each in registry.panels())
    assert {each.id for each in registry.panels() if each.appears_in == ON_PROFILE} >= {"insights", "peers"}


APP_CODE = ("app.py", "api", "components", "data", "export", "model", "pages", "panels", "queries", "server")
OTHER_MEANINGS = {
    "export/drawing/pictures.py": "colors of lines, named as sectors",
    "model/catalog_types.py": "sectors of indicators",
    "model/view.py": "parts of a view's address",
    "panels/profile_insights.py": "rules, each with its sentence",
    "queries/profile.py": "topics: sets of indicators that are asked for together and that rules read",
    "queries/profile_results.py": "rules",
}
"""Modules with several of the same words that are no panels there, and what they are."""


def test_no_module_holds_a_list_or_mapping_of_panels():
    names = frozenset(ids())
    found = {
        str(path.relative_to(PROJECT)): sorted(listed)
        for part in APP_CODE
        for path in ([PROJECT / part] if part.endswith(".py") else sorted((PROJECT / part).rglob("*.py")))
        for listed in _listed_names(path, names)
    }
    assert {path: listed for path, listed in found.items() if path not in OTHER_MEANINGS} == {}
    assert OTHER_MEANINGS.keys() <= found.keys()


def _listed_names(path, names):
    """Of each literal of a module that holds two or more names of panels, those names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        held = _keys(node)
        said = {each.value for each in held if isinstance(each, ast.Constant)} & names
        if len(said) > 1:
            yield said


def _keys(node):
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key is not None]
    return node.elts if isinstance(node, ast.List | ast.Set | ast.Tuple) else []
