"""Headline tiles: the place in focus in a few large figures."""

from dash import html
from dash.development.base_component import Component

from components.numbers import number, signed_percent
from components.words import LEVEL_WORDS, change_words, places_in_focus
from data import catalog
from data.places import label
from data.results import ExploreResult, Figure, MapResult
from data.view import View


def headline(view: View, result: ExploreResult) -> list[Component]:
    """Tiles for amount, rate, change and completeness."""
    entry = catalog.INDICATORS[view.indicator]
    figure = result.figure
    tiles = [_amount(entry, figure)]
    if "rate" in entry.measures:
        tiles.append(_rate(entry, figure))
    if "change" in entry.measures:
        tiles.append(_change(entry, figure))
    if result.map:
        tiles.append(_completeness(view, result.map))
    return tiles


def _tile(title: str, value: str, small: str, tone: str = "") -> Component:
    return html.Div(
        [html.Span(title), html.B(value, className=tone), html.Em(small)],
        className="tile" if value[:1].isdigit() or value[:1] in "+−–" else "tile words",
    )


def _status(figure: Figure) -> str:
    words = catalog.STATUS_WORDS.get(figure.status, "no figure")
    return words[0].upper() + words[1:]


def _amount(entry: catalog.Indicator, figure: Figure) -> Component:
    title = f"{entry.unit.capitalize() if entry.unit != 'lb' else 'Pounds'}, {label(figure.place)}"
    if figure.value is None:
        return _tile(title, _status(figure), "no figure to show")
    if figure.places_summed:
        small = f"in the {number(figure.places_summed)} counties released; not the whole"
    elif figure.predicted is not None and round(figure.predicted) != round(figure.value):
        small = f"reported; {number(figure.predicted, entry.decimals)} predicted"
    else:
        small = catalog.STATUS_WORDS.get(figure.status, "")
    return _tile(title, number(figure.value, entry.decimals), small)


def _rate(entry: catalog.Indicator, figure: Figure) -> Component:
    title = f"Per {catalog.RATE_PER:,} residents, crude"
    if figure.rate is None:
        reason = "no population for these boundaries" if figure.value is not None else _status(figure).lower()
        return _tile(title, "–", reason)
    interval = f"95% interval {number(figure.rate.lower, 1)} to {number(figure.rate.upper, 1)}"
    unreliable = figure.value is not None and 0 < figure.value < 20
    where = f" in {number(figure.places_rated)} released counties" if figure.places_summed else ""
    return _tile(
        title, number(figure.rate.value, 1), f"{interval}{where}{'; unreliable' if unreliable else ''}"
    )


def _change(entry: catalog.Indicator, figure: Figure) -> Component:
    title = "Change on a year earlier" + (", predicted counts" if figure.change_of_predicted else "")
    if figure.change is None:
        return _tile(title, "–", "needs this place's own figure in both years")
    words = change_words(figure)
    tone = ""
    if entry.more_is_worse is not None and words != "no clear change":
        tone = "bad" if (figure.change.value > 0) == entry.more_is_worse else "good"
    if figure.change.lower is None:
        return _tile(
            title, signed_percent(figure.change.value), f"from {number(figure.before, entry.decimals)}", tone
        )
    interval = f"{signed_percent(figure.change.lower)} to {signed_percent(figure.change.upper)}"
    verdict = "no clear change; " if words == "no clear change" else ""
    return _tile(title, signed_percent(figure.change.value), f"{verdict}95% interval {interval}", tone)


def _completeness(view: View, on_map: MapResult) -> Component:
    rows = places_in_focus(view, on_map)
    where = f"{label(view.place[:2])} " if len(rows) < len(on_map.places) else ""
    _, plural = LEVEL_WORDS[on_map.level]
    released = int(rows["count"].notna().sum())
    withheld = int((rows["count"].isna() & (rows["status"] == "suppressed")).sum())
    other = len(rows) - released - withheld
    small = f"of {number(len(rows))}; {number(withheld)} {catalog.STATUS_WORDS['suppressed']}"
    if other:
        small += f", {number(other)} not reported"
    title = f"{where}{plural} released"
    return _tile(title[0].upper() + title[1:], number(released), small)
