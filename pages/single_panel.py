"""One live panel by itself: `/slide/PANEL?VIEW` in large type, `/embed/PANEL?VIEW` for other sites."""

import re
from collections.abc import Callable
from typing import Any, Final, get_args

import dash

from model.deck import SHOWN
from pages.explore_layout import layout
from panels.single_panel import INSTEAD, Frame, remark, show_alone, way_out

FRAMES: Final = get_args(Frame)
ADDRESS: Final = re.compile(rf"/({'|'.join(FRAMES)})/([a-z-]+)")


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
        return alone(frame, panel, layout(outlines_url(), grid_script))

    return page


def alone(frame: Frame, panel: str, page: Any) -> Any:
    """The Explore page with one panel to be seen, and a remark where that is another than asked for."""
    show_alone(page, panel if panel in SHOWN else INSTEAD)
    if panel not in SHOWN:
        page.children.insert(0, remark())
    if frame == "embed":
        page.children.append(way_out(panel if panel in SHOWN else INSTEAD))
    return page


def root_attributes(path: str) -> str:
    """What the page's root says before anything is drawn; empty for a page that is whole."""
    found = ADDRESS.fullmatch(path)
    if found is None:
        return ""
    frame, panel = found.groups()
    return f' data-alone="{frame}" data-only="{panel if panel in SHOWN else INSTEAD}"'
