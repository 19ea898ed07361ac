"""The search for a place by its name; `assets/js/explore/place_search.js` makes the box and its list."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from model.places import places


def place_search() -> Component:
    """Where the box stands, with the abbreviations that counties are told apart by.

    Names come from the outlines, which the browser has already.
    """
    states = (place for place in places().values() if place.kind == "state")
    abbreviations = " ".join(f"{state.place}:{state.abbreviation}" for state in states)
    return html.Div(id="place-search", className="place-search", **attributes(data_states=abbreviations))
