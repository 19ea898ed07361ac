"""The page's own scripts and styles: all of them are served, and a page names what it needs."""

import re

import pytest

from data.static.browser_files import (
    SCRIPTS,
    STYLE_ORDER,
    STYLES,
    THEME,
    WAY_BACK,
    modules_of,
    panel_modules,
    stylesheet,
)
from panels.panel import Where
from panels.registry import browser_modules

ENTRIES = sorted(path.stem for path in SCRIPTS.glob("*.js"))
MADE = panel_modules({"explore": browser_modules(), "profile": browser_modules(Where.PROFILE)})


def test_every_style_is_in_the_order_once():
    assert sorted(STYLE_ORDER) == sorted(path.stem for path in STYLES.glob("*.css"))


def test_the_stylesheet_holds_every_style_in_the_order():
    text = stylesheet()
    places = [text.index((STYLES / f"{name}.css").read_text(encoding="utf-8")) for name in STYLE_ORDER]
    assert places == sorted(places)


@pytest.mark.parametrize("entry", ENTRIES)
def test_everything_that_an_entry_imports_exists(entry):
    imported = modules_of(entry, made=MADE)
    assert len(set(imported)) == len(imported)
    assert all((SCRIPTS / name).is_file() for name in imported if name not in MADE)


def test_no_module_is_left_out_by_every_page():
    texts = [(SCRIPTS / f"{entry}.js").read_text(encoding="utf-8") for entry in ENTRIES]
    later = [name for text in texts for name in re.findall(r'import\("\./([^"]+)\.js"\)', text)]
    assert later
    begun = (*ENTRIES, *later)
    used = {*modules_of(*begun, made=MADE), *(f"{name}.js" for name in begun)}
    written = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert written - used <= {THEME, WAY_BACK}, "no page asks for these"
