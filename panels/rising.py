"""Rising against the tide: places whose count clearly rose while that of the whole clearly fell."""

from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.html_table import records
from components.numbers import counted, number, rounded, signed_percent
from components.words import BASIS_WORDS, LEVEL_WORDS, TWO_BASES, footer, shown_period
from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.places import NATION, label
from panels import keys
from panels.chart import Chart, Series, limits_of, numbers_of
from panels.drawings import Dot, Dots
from panels.frames import panel_frame
from panels.panel import ON_EXPLORE, Panel
from queries.panel_results import Rising, Tide
from queries.results import Estimate, ExploreResult, Provenance, ResolvedView
from queries.rising import focus_of, rising

LISTED: Final = 10
MOST_DOTS: Final = 12
BY_CHANCE: Final = 0.025
"""Share of places whose 95% interval lies above zero by chance alone when nothing has changed."""
LEFT_OUT: Final = {
    "unreliable": f"on fewer than {UNRELIABLE_BELOW} in either year",
    "incomplete": "with incomplete reports",
    "suppressed": "suppressed in either year",
    "withheld": "withheld in either year",
    "missing": "without a figure, or none to divide by, in either year",
    "not_reported": "not reported",
    "not_participating": "not participating",
}
"""Why a place cannot be compared."""


def rising_frame(panel: Panel, _outlines_url: str) -> Component:
    """The empty list, with the button that shows the changes on the map."""
    show = html.Button(
        "Show on the map", className="quiet small", type="button", **attributes(data_rising="change")
    )
    return panel_frame(
        panel,
        [
            html.Div(id="rising-list", className="panel-content"),
            html.Div([show], className="buttons"),
            html.P(id="rising-note", className="stands"),
        ],
    )


def rising_texts(resolved: ResolvedView, found: Rising | None) -> dict[str, str]:
    """Title, subtitle, note and foot."""
    view = resolved.view
    if found is None:
        return {
            "rising-title": "Rising against the tide",
            "rising-subtitle": why_not(resolved),
            "rising-note": "",
            "rising-foot": "",
        }
    what = f"{catalog.sentence(view.indicator, view.drug)}, {shown_period(resolved)}"
    return {
        "rising-title": _title(resolved, found),
        "rising-subtitle": f"{what}, against a year earlier. {_left_out(found)}",
        "rising-note": _note(found),
        "rising-foot": footer(rising_provenance(found), _caveats(found)),
    }


def rising_provenance(found: Rising | None) -> list[Provenance]:
    """Where the figures come from: those of the places, and that of the whole."""
    tide = found.tide.provenance if found and found.tide else None
    return list(
        dict.fromkeys(provenance for provenance in (found.provenance if found else None, tide) if provenance)
    )


def rising_content(_resolved: ResolvedView, found: Rising | None) -> dict[str, Any]:
    """The first places in words, and whether the map can show them."""
    if found is None:
        return {"map": False, "rows": []}
    return {"map": True, "rows": [_listed(row) for row in records(found.places.head(LISTED))]}


def _listed(row: dict[str, Any]) -> dict[str, str]:
    return {
        "place": row["place"],
        "name": label(row["place"]),
        "counts": f"{number(row['before'])} to {number(row['now'])}",
        "change": signed_percent(row["shown"]),
        "interval": f"{signed_percent(row['lower'])} to {signed_percent(row['upper'])}",
    }


def why_not(resolved: ResolvedView) -> str:
    """Why the places of a view cannot be set against the whole."""
    entry = catalog.INDICATORS[resolved.view.indicator]
    if resolved.period_end is None or not resolved.level:
        return "No county or state figure is published for this view."
    if not entry.comparable:
        return "Places are not set against one another, because they must not be compared."
    if entry.nation_label:
        return (
            "The national figure covers participating jurisdictions alone, and those change from year to "
            "year; places are not set against it."
        )
    return "A rise beyond chance can be told for counts of people alone, and this indicator is none."


def tide_fell(tide: Tide | None) -> bool:
    """Whether the whole fell beyond its interval."""
    return tide is not None and tide.change.upper is not None and tide.change.upper < 0


def _title(resolved: ResolvedView, found: Rising) -> str:
    singular, plural = LEVEL_WORDS[found.level]
    focus = focus_of(resolved)
    here = f" in {resolved.label(focus)}" if focus else ""
    if found.tide is None or not found.comparable:
        return f"No {singular if focus else plural}{here} can be compared with a year earlier"
    if not tide_fell(found.tide):
        return f"{_whole(found)} did not clearly fall, so no {singular}{here} rose against it"
    places = singular if found.comparable == 1 else plural
    rose = f"{number(len(found.places))} of {number(found.comparable)} comparable {places}{here} clearly rose"
    return f"{rose} while {_within(found)} fell by {number(abs(found.tide.change.value), 1)}%"


def _whole(found: Rising) -> str:
    words = _within(found)
    return words[0].upper() + words[1:]


def _within(found: Rising) -> str:
    """What the places are set against, as it stands within a sentence."""
    _, plural = LEVEL_WORDS[found.level]
    if found.tide and found.tide.place:
        return "the nation"
    return f"the {number(found.whole)} comparable {plural} together"


def _left_out(found: Rising) -> str:
    parts = [
        f"{number(found.left_out[status])} {words}"
        for status, words in LEFT_OUT.items()
        if found.left_out.get(status)
    ]
    return f"Not compared: {', '.join(parts)}." if parts else ""


def _note(found: Rising) -> str:
    """How many would rise by chance, and how the whole changed."""
    if found.tide is None:
        return ""
    said = [f"{_whole(found)} changed by {_estimate(found.tide.change)}."]
    if tide_fell(found.tide) and found.comparable:
        places = counted(found.comparable, *LEVEL_WORDS[found.level])
        by_chance = found.comparable * BY_CHANCE
        most = f"at most about {number(by_chance)}" if by_chance >= 1 else "fewer than 1"
        said.append(
            f"If no place had changed, {most} of {places} would rise beyond their interval by chance alone; "
            "where most fell, far fewer."
        )
    return " ".join(said)


def _estimate(change: Estimate) -> str:
    interval = f"95% interval {signed_percent(change.lower)} to {signed_percent(change.upper)}"
    return f"{signed_percent(change.value)} ({interval})"


def _caveats(found: Rising) -> list[str]:
    """What is compared with what."""
    tide = found.tide
    if tide is None:
        return []
    _, plural = LEVEL_WORDS[found.level]
    said = []
    if not tide.place:
        why = (
            "The nation's own change is of a predicted count and has no interval"
            if tide.nation_is_prediction
            else "The nation's own figure is not published for both periods"
        )
        said.append(
            f"{why}; the sum of the {plural} that can be compared stands in for it, and is not the nation."
        )
    if tide.predicted:
        said.append("The nation's change compares predicted counts, which late records move less.")
    if tide.provenance and found.provenance and tide.provenance.basis != found.provenance.basis:
        two = {tide.provenance.basis, found.provenance.basis} == {"residence", "occurrence"}
        said.append(
            TWO_BASES
            if two
            else f"{plural.capitalize()} are counted {BASIS_WORDS[found.provenance.basis]}, the nation "
            f"{BASIS_WORDS[tide.provenance.basis]}."
        )
    return said


def rising_table(resolved: ResolvedView, found: Rising | None) -> pd.DataFrame:
    """Every place that rose, the clearest rise first."""
    view = resolved.view
    if found is None:
        return pd.DataFrame(columns=["place", "name"])
    unit = catalog.INDICATORS[view.indicator].unit
    rows = found.places
    return pd.DataFrame(
        {
            "place": rows["place"],
            "name": rows["place"].map(label),
            "indicator": view.indicator,
            "drug": view.drug,
            "period_end": pd.Series(str(resolved.period_end), rows.index, dtype="datetime64[s]"),
            f"{unit} a year earlier": rounded(rows["before"], 0),
            unit: rounded(rows["now"], 0),
            "change_percent": rounded(rows["shown"], 1),
            "lower": rounded(rows["lower"], 1),
            "upper": rounded(rows["upper"], 1),
            "change_of_the_whole_percent": None
            if found.tide is None
            else float(rounded(found.tide.change.value, 1)),
            "whole": resolved.label(NATION) if found.tide and found.tide.place else "sum of those compared",
        }
    )


def _chart(_resolved: ResolvedView, _found: Rising | None, rows: pd.DataFrame) -> Chart | None:
    """The clearest rises, as dots with their intervals."""
    first = rows.head(MOST_DOTS)
    if first.empty:
        return None
    name = "Change on a year earlier"
    series = Series(name, tuple(first["name"]), numbers_of(first["change_percent"]), *limits_of(first))
    return Chart("dot", (series,), f"{name}, %", 1)


def _drawing(resolved: ResolvedView, found: Rising | None) -> Dots:
    """The places listed, each with its change and its counts."""
    view = resolved.view
    listed = rising_content(resolved, found)["rows"]
    words = [f"{row['change']} ({row['interval']}); {row['counts']}" for row in listed]
    first = rising_table(resolved, found).head(len(words))
    dots = [
        Dot(row["name"], row["change_percent"], said, row["lower"], row["upper"])
        for row, said in zip(first.to_dict("records"), words, strict=True)
    ]
    return Dots(dots, catalog.INDICATORS[view.indicator].sector)


def _key(result: ExploreResult) -> tuple[str, ...]:
    resolved = result.resolved
    focus = focus_of(resolved)
    return (*keys.of_period(result), resolved.level, result.view.source, focus, keys.own_groups(result.view))


PANEL: Final = Panel(
    id="rising",
    order=110,
    name="Rising places",
    figures="all places that rose against the tide",
    appears_in=ON_EXPLORE,
    find=rising,
    texts=rising_texts,
    content=rising_content,
    table=rising_table,
    provenance=rising_provenance,
    reading=(
        "A place is listed where its count rose so much that the 95% interval of the change lies above zero, "
        "while that of the whole lies below zero.",
        "The list begins with the highest lower limit, which is the clearest rise and not the largest.",
        f"Places with fewer than {UNRELIABLE_BELOW} in either year, suppressed or incomplete ones are "
        "counted and never guessed.",
        "Among many places some rise by chance alone; how many is said under the list.",
    ),
    browser_module="panels/rising",
    key=_key,
    frame=rising_frame,
    chart=_chart,
    drawing=_drawing,
)
