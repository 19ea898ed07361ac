"""Groups of counties in the lists of places, and the dialog in which the user's own are made."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from model.groups import LONGEST_NAME, MOST_COUNTIES, MOST_GROUPS, PEERS, is_group
from model.places import places
from model.view import View
from queries.results import ExploreResult

HEADINGS = {
    "urban": "Urban-rural classes",
    "svi": "Social vulnerability quartiles",
    "hidta": "HIDTA: announced designations, partial",
    "own": "Own groups",
}
"""Opening of a group's code → what stands over such groups in a list of choices."""


def group_choices(view: View, result: ExploreResult) -> dict[str, Any]:
    """What the browser offers and draws of groups.

    Returns
    -------
    dict
        `sections`, headings with the codes and names under each; `peers`, what the counties most like the
        one in focus are called, empty where there are none; `counties`, those of each group of the view.
    """
    groups = result.resolved.groups
    sections = [
        [heading, [[code, group.name] for code, group in groups.items() if code.startswith(f"{kind}-")]]
        for kind, heading in HEADINGS.items()
    ]
    return {
        "sections": [section for section in sections if section[1]],
        "peers": groups[PEERS].name if PEERS in groups else "",
        "counties": {
            place: list(groups[place].counties) for place in (view.place, *view.compare) if is_group(place)
        },
    }


def group_button() -> Component:
    """Opens the dialog of own groups."""
    return html.Button(
        "Own group…",
        id="own-groups",
        className="quiet",
        type="button",
        **attributes(aria_haspopup="dialog"),
    )


def group_dialog() -> Component:
    """The dialog before it is opened; `assets/js/explore/group_dialog.js` adds what one writes in."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2("Own groups of counties", id="group-title"),
                    html.Button("Close", id="group-close", className="quiet small", type="button"),
                ],
                className="panel-head",
            ),
            html.P(
                "To keep or share a group, use “Copy link”: the group lives in the link alone, and "
                "nothing is stored on the server. Its figures add up its counties that have a released one."
            ),
            html.Ul(id="group-list", **attributes(aria_label="Own groups")),
            html.Div(id="group-form"),
        ],
        id="group-dialog",
        className="group-dialog",
        **attributes(
            aria_labelledby="group-title",
            data_most_groups=str(MOST_GROUPS),
            data_most_counties=str(MOST_COUNTIES),
            data_longest_name=str(LONGEST_NAME),
            data_states=" ".join(
                f"{state.place}:{state.abbreviation}" for state in places().values() if state.kind == "state"
            ),
        ),
    )
