"""The figures of a panel, as a table on screen and as files; the browser side puts the view into the
addresses."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.citation import add_button
from components.table_dialog import table_button
from components.table_files import FORMATS


def download_menu(panel: str, words: str, *, is_slide: bool) -> Component:
    """The table of a panel, and a small menu of formats. `words` name the figures, for screen readers; what
    can be a slide can be put into the briefing.

    `assets/js/shell/download_menu.js` adds pictures and the citation when the menu is first opened.
    """
    links = [
        html.A(
            form.label,
            href=f"/download/{panel}.{kind}",
            **attributes(data_download=f"{panel}.{kind}", aria_label=f"Download {words} as {form.label}"),
        )
        for kind, form in FORMATS.items()
    ]
    menu = html.Details(
        [html.Summary("Download", title=f"Download {words}"), html.Div(links, className="menu")],
        className="download",
    )
    adding = [add_button(panel, words)] if is_slide else []
    return html.Div([table_button(panel, words), menu, *adding], className="figures")
