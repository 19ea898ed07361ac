"""One live panel by itself: `/slide/PANEL?VIEW` in large type, `/embed/PANEL?VIEW` for other sites."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

import dash

from pages.explore_layout import layout
from panels.panel import Panel, Where
from panels.registry import ids, panel
from panels.single_panel import INSTEAD, Frame, remark, show_single, way_out

FRAMES: Final = get_args(Frame)
WHERE: Final[Mapping[str, Where]] = MappingProxyType({"slide": Where.BRIEFING, "embed": Where.EMBED})
ADDRESS: Final = re.compile(rf"/({'|'.join(FRAMES)})/([a-z0-9-]+)")


def register(outlines_url: Callable[[], str], grid_script: str) -> None:
    """Register both pages; Explore's own callbacks fill them."""
    for frame in FRAMES:
        dash.register_page(
            frame,
            path_template=f"/{frame}/<panel>",
            title="Overdose Response",
            layout=_page(frame, outlines_url, grid_script),
        )


def _page(frame: Frame, outlines_url: Callable[[], str], grid_script: str) -> Callable[..., Any]:
    def page(panel: str = "", **_: str) -> Any:
        return single(frame, panel, layout(outlines_url(), grid_script))

    return page


def single(frame: Frame, name: str, page: Any) -> Any:
    """The Explore page with one panel to be seen, and a remark where that is another than asked for."""
    shown = _shown(frame, name)
    show_single(page, shown or panel(INSTEAD))
    if shown is None:
        page.children.insert(0, remark())
    if frame == "embed":
        page.children.append(way_out(shown or panel(INSTEAD)))
    return page


def _shown(frame: str, name: str) -> Panel | None:
    """The panel of a name, where it can be shown so."""
    known = ids(WHERE[frame])
    return panel(known[name]) if name in known else None


def root_attributes(path: str) -> str:
    """What the page's root says before anything is drawn; empty for a page that is whole."""
    found = ADDRESS.fullmatch(path)
    if found is None:
        return ""
    frame, name = found.groups()
    shown = _shown(frame, name) or panel(INSTEAD)
    return f' data-single-panel="{frame}" data-only="{shown.id}"'
