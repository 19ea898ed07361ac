"""The table behind each panel, in a dialog of the page."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes


def table_button(panel: str, words: str) -> Component:
    """Opens the table of a panel. `words` name what it holds, for screen readers."""
    return html.Button(
        "Table",
        className="quiet small",
        type="button",
        **attributes(data_twin=panel, aria_label=f"Table of {words}", aria_haspopup="dialog"),
    )


def table_dialog(script: str) -> Component:
    """The dialog, empty until a table is asked for; `script` is the address of what draws the grid."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2(id="table-title"),
                    html.Div(
                        [
                            html.Button("Copy rows", id="table-copy", className="quiet small", type="button"),
                            html.Button("Close", id="table-close", className="quiet small", type="button"),
                        ],
                        className="panel-tools",
                    ),
                ],
                className="panel-head",
            ),
            html.P([html.Span(id="table-about"), " ", html.A("Link to this view", id="table-link")]),
            html.P(id="table-state", role="status"),
            html.Div(id="table-rows"),
        ],
        id="table-dialog",
        className="table-dialog",
        **attributes(aria_labelledby="table-title", data_script=script),
    )
