"""The page's own scripts and styles: all of them are served, and a page names what it needs."""

import pytest

from data.static.browser_files import SCRIPTS, STYLE_ORDER, STYLES, THEME, WAY_BACK, modules_of, stylesheet
from panels.registry import browser_modules

ENTRIES = sorted(path.stem for path in SCRIPTS.glob("*.js"))


def test_every_style_is_in_the_order_once():
    assert sorted(STYLE_ORDER) == sorted(path.stem for path in STYLES.glob("*.css"))


def test_the_stylesheet_holds_every_style_in_the_order():
    text = stylesheet()
    places = [text.index((STYLES / f"{name}.css").read_text(encoding="utf-8")) for name in STYLE_ORDER]
    assert places == sorted(places)


@pytest.mark.parametrize("entry", ENTRIES)
def test_everything_that_an_entry_imports_exists(entry):
    imported = modules_of(entry)
    assert len(set(imported)) == len(imported)
    assert all((SCRIPTS / name).is_file() for name in imported)


def test_no_module_is_left_out_by_every_page():
    begun = (*ENTRIES, *browser_modules())
    used = {*modules_of(*begun), *(f"{name}.js" for name in begun)}
    written = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert written - used <= {THEME, WAY_BACK}, "no page asks for these"
