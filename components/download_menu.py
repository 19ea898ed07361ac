"""The files a panel offers; the browser side puts the view into the addresses."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from data.export import FORMATS


def download_menu(panel: str, words: str) -> Component:
    """A small menu of formats. `words` name what is downloaded, for screen readers."""
    links = [
        html.A(
            form.label,
            href=f"/download/{panel}.{kind}",
            **attributes(data_download=f"{panel}.{kind}", aria_label=f"Download {words} as {form.label}"),
        )
        for kind, form in FORMATS.items()
    ]
    return html.Details(
        [html.Summary("Download", title=f"Download {words}"), html.Div(links, className="menu")],
        className="download",
    )
