"""One panel of the Explore page by itself: as a slide, or within another site's page."""

from typing import Any, Final, Literal

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from panels.frames import lazy_frame
from panels.panel import Panel

Frame = Literal["slide", "embed"]
INSTEAD: Final = "map"
"""What is shown where no panel of a name is known."""
UNKNOWN: Final = "There is no panel of that name; the map is shown."
SINGLE, HOLDS = "single-panel", "holds"
"""Classes of the panel shown, and of everything that it stands in."""


def show_single(page: Any, panel: Panel) -> None:
    """Mark the panel, and what it stands in, in the layout of the Explore page; a panel that is not there is
    added as its own page has it."""
    page.className = f"{page.className} {HOLDS}"
    if not _mark(page, panel.within or panel.id):
        section = lazy_frame(panel)
        section.className = f"{section.className} {SINGLE}"
        page.children.append(section)


def _mark(component: Any, panel: str) -> bool:
    """Whether the panel is in the component; marks it there."""
    if _is(component, panel):
        component.className = f"{component.className} {SINGLE}"
        if not isinstance(component, html.Section):
            component.children.append(html.Footer(id=f"{panel}-foot"))
        return True
    children = getattr(component, "children", None)
    found = any(_mark(child, panel) for child in children) if isinstance(children, list) else False
    if found:
        component.className = f"{getattr(component, 'className', None) or ''} {HOLDS}".strip()
    return found


def _is(component: Any, panel: str) -> bool:
    """Whether a component is the panel's card, or its plain frame, which has no foot of its own."""
    if isinstance(component, html.Section):
        return getattr(component, "id", None) == panel
    return getattr(component, "className", None) == panel


def remark() -> Component:
    """That another panel is shown than was asked for."""
    return html.Div(html.P(UNKNOWN), className="notices", role="status")


def way_out(panel: Panel) -> Component:
    """What stands under an embedded panel: a link to the whole view, and how it is cited."""
    return html.Nav(
        [
            html.A(
                "The whole view",
                href="/",
                target="_blank",
                rel="noopener",
                **attributes(data_whole_view=""),
            ),
            html.Button("Cite", className="quiet small", type="button", **attributes(data_cite=panel.id)),
        ],
        className="way-out",
        **attributes(aria_label="This figure"),
    )
