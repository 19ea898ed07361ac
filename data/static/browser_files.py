"""The page's own scripts and styles, at addresses that name their content, and the tags that load them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
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
        Entry, the name of a module beside the folders → tags that load the modules that run before it, then
        itself, and at once everything that they import, however deep.
    """

    style_tag: str
    theme_tag: str
    way_back_tag: str
    script_tags: Mapping[str, str]


def ensure_browser_files(folder: Path, before: Mapping[str, Sequence[str]] | None = None) -> BrowserFiles:
    """Scripts and styles in the folder of static files; written only when changed.

    Parameters
    ----------
    before
        Entry → the modules that have run when it begins, though it does not import them; within the folder of
        scripts and without their ending.
    """
    scripts = STATIC_URL + write_tree(folder, "js", SCRIPTS, ".js").name
    style = STATIC_URL + write_static(folder, "style", ".css", stylesheet().encode()).name
    entries = [path.stem for path in SCRIPTS.glob("*.js")]
    return BrowserFiles(
        f'<link rel="stylesheet" href="{style}">',
        f'<script type="module" async blocking="render" src="{scripts}/{THEME}"></script>',
        f'<script src="{scripts}/{WAY_BACK}"></script>',
        {entry: _script_tags(scripts, [*(before or {}).get(entry, ()), entry]) for entry in entries},
    )


def _script_tags(scripts: str, names: Sequence[str]) -> str:
    """All files are fetched at once; then the modules named run in their order."""
    preloads = "".join(f'<link rel="modulepreload" href="{scripts}/{name}">' for name in modules_of(*names))
    return preloads + "".join(f'<script type="module" src="{scripts}/{name}.js"></script>' for name in names)


def stylesheet() -> str:
    """All styles in their order."""
    return "\n".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in STYLE_ORDER)


def modules_of(*names: str) -> tuple[str, ...]:
    """Every module that these import, by its path below the folder; the nearest first."""
    found: dict[str, None] = {}
    waiting = [f"{name}.js" for name in names]
    while waiting:
        name = waiting.pop(0)
        path = SCRIPTS / name
        for address in _IMPORT.findall(path.read_text(encoding="utf-8")):
            imported = (path.parent / address).resolve().relative_to(SCRIPTS.resolve()).as_posix()
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return tuple(found)
