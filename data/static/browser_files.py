"""The page's own scripts and styles, at addresses that name their content, and the tags that load them."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.static.files import write_static, write_tree
from model.settings import PROJECT

STATIC_URL: Final = "/static/"
"""Where the folder of static files is served."""
SCRIPTS: Final = PROJECT / "assets" / "js"
STYLES: Final = PROJECT / "assets" / "css"
STYLE_ORDER: Final = (
    "single_panel", "brief", "groups", "how_to_read", "map_looks", "map_options", "map_tools", "maps",
    "fallbacks", "palettes", "panels", "place_search", "print", "profile", "states", "style", "table_dialog",
    "takeaway", "trend",
)  # fmt: skip
"""The cascade: where two rules weigh the same, the later file's holds."""
THEME: Final = "shell/theme.js"
"""Is run before anything is drawn."""
WAY_BACK: Final = "shell/way_back.js"
"""Listens before Dash does, so it is no module: those are run late."""
_IMPORT: Final = re.compile(r'(?:^import|\bfrom)\s*"(\.[^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class BrowserFiles:
    """Tags that load a page's scripts and styles.

    Attributes
    ----------
    style_tag
        Loads the stylesheet.
    theme_tag
        Loads what is run before anything is drawn.
    way_back_tag
        Loads what is asked first when the browser goes back or forward.
    script_tags
        Entry, the name of a module beside the folders → tags that load it, and at once everything that it
        imports, however deep.
    """

    style_tag: str
    theme_tag: str
    way_back_tag: str
    script_tags: Mapping[str, str]


def ensure_browser_files(folder: Path, panels: Mapping[str, Sequence[str]]) -> BrowserFiles:
    """Scripts and styles in the folder of static files; written only when changed.

    Parameters
    ----------
    panels
        Entry → the modules of its page's panels, within the folder of scripts and without their ending. The
        entry imports them as `ENTRY.panels.js`.
    """
    made = panel_modules(panels)
    scripts = STATIC_URL + write_tree(folder, "js", SCRIPTS, ".js", made).name
    style = STATIC_URL + write_static(folder, "style", ".css", stylesheet().encode()).name
    entries = [path.stem for path in SCRIPTS.glob("*.js")]
    return BrowserFiles(
        f'<link rel="stylesheet" href="{style}">',
        f'<script type="module" async blocking="render" src="{scripts}/{THEME}"></script>',
        f'<script src="{scripts}/{WAY_BACK}"></script>',
        {entry: _script_tags(scripts, entry, made) for entry in entries},
    )


def panel_modules(panels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Name → content of the modules that import those of each page's panels: `ENTRY.panels.js`."""
    return {
        f"{entry}.panels.js": "".join(f'import "./{name}.js";\n' for name in names)
        for entry, names in panels.items()
    }


def _script_tags(scripts: str, entry: str, made: Mapping[str, str]) -> str:
    """All files are fetched at once."""
    files = modules_of(entry, made=made)
    preloads = "".join(f'<link rel="modulepreload" href="{scripts}/{name}">' for name in files)
    return f'{preloads}<script type="module" src="{scripts}/{entry}.js"></script>'


def stylesheet() -> str:
    """All styles in their order."""
    return "\n".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in STYLE_ORDER)


def modules_of(*names: str, made: Mapping[str, str] = MappingProxyType({})) -> tuple[str, ...]:
    """Every module that these import before they run, by its path below the folder; the nearest first.

    Parameters
    ----------
    made
        Name → content of modules that are not in the folder.
    """
    found: dict[str, None] = {}
    waiting = [f"{name}.js" for name in names]
    while waiting:
        name = waiting.pop(0)
        text = made[name] if name in made else (SCRIPTS / name).read_text(encoding="utf-8")
        for address in _IMPORT.findall(text):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return tuple(found)
