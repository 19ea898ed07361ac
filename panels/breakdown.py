"""The breakdown: one figure by sex, age, race and ethnicity or intent, in bars that are never stacked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
from dash import html

from components.numbers import number, rounded
from components.words import cautions, footer, shown_period
from methods.rates import is_unreliable
from model import catalog
from model.observations import STRATA
from model.places import NATION
from model.view import View
from panels import keys
from panels.chart import NO_LIMITS, Chart, Series, limits_of, numbers_of
from panels.drawings import Bar, BarGroups, Bars
from panels.frames import panel_frame
from panels.panel import ON_EXPLORE, Panel
from queries.breakdown import breakdown
from queries.panel_results import Breakdown, Stratum
from queries.results import ResolvedView

DIMENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"sex": "sex", "age": "age", "race_ethnicity": "race and ethnicity", "intent": "intent"}
)
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"nation": "the nation", "state": "states", "county": "counties", "reporting_area": "reporting areas"}
)


def breakdown_texts(resolved: ResolvedView, found: Breakdown) -> dict[str, str]:
    """Title, subtitle and foot."""
    view = resolved.view
    what = catalog.sentence(view.indicator, view.drug)
    where = f"{resolved.label(view.place)}, {shown_period(resolved)}"
    return {
        "breakdown-title": f"{what} by {_dimensions(found)}, {where}"
        if found.strata
        else f"{what}, {where}: no breakdown",
        "breakdown-subtitle": _subtitle(view, found) if found.strata else "",
        "breakdown-foot": footer([found.provenance], cautions(view)) if found.strata else "",
    }


def breakdown_content(resolved: ResolvedView, found: Breakdown) -> dict[str, Any]:
    """Why there is no breakdown and where there is one, or the bars of each dimension in words."""
    view = resolved.view
    return {
        "absent": "" if found.strata else why_no_breakdown(resolved, found),
        "go": NATION if _only_the_nation(view, found) else "",
        "go_words": f"Show {resolved.nation_label.lower() or 'the nation'}",
        "dimensions": [
            _dimension(view, dimension, [each for each in found.strata if each.dimension == dimension])
            for dimension in STRATA
            if any(each.dimension == dimension for each in found.strata)
        ],
    }


def why_no_breakdown(resolved: ResolvedView, found: Breakdown) -> str:
    """That nothing is published by stratum, and of what it is published so."""
    view = resolved.view
    if found.elsewhere:
        strata = _joined({name for _, _, names in found.elsewhere for name in names.split(",")})
        kinds = " and ".join(dict.fromkeys(_kind(kind, resolved) for kind, _, _ in found.elsewhere))
        periods = " and ".join(dict.fromkeys(kind for _, kind, _ in found.elsewhere))
        return f"Published by {strata} only for {kinds}, by {periods}."
    entry = catalog.INDICATORS[view.indicator]
    every = _joined(set(DIMENSIONS), "or")
    if entry.strata_source:
        given = catalog.SOURCES[entry.strata_source]
        return f"Not in this extract by {every}: {given.agency} gives it in the file “{given.title}”."
    source = catalog.SOURCES.get(next(iter(_sources(resolved)), ""))
    whose = f"the figures of {source.short}, are" if source else "its figures are"
    return f"Not published by {every}: {whose} of everybody together."


def _sources(resolved: ResolvedView) -> list[str]:
    """The sources shown, that of the place in focus first."""
    view = resolved.view
    kind = {2: "state", 5: "county"}.get(len(view.place), "nation")
    kind = "nation" if view.place == NATION else kind
    return [resolved.sources[each] for each in (kind, *resolved.sources) if each in resolved.sources]


def _kind(kind: str, resolved: ResolvedView) -> str:
    return resolved.nation_label.lower() if kind == "nation" and resolved.nation_label else KINDS[kind]


def _only_the_nation(view: View, found: Breakdown) -> bool:
    """Whether the nation is what to look at instead."""
    return (
        not found.strata and view.place != NATION and any(kind == "nation" for kind, _, _ in found.elsewhere)
    )


def _joined(names: set[str], last: str = "and") -> str:
    words = [DIMENSIONS[name] for name in DIMENSIONS if name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _dimensions(found: Breakdown) -> str:
    return _joined({stratum.dimension for stratum in found.strata})


def _subtitle(view: View, found: Breakdown) -> str:
    entry = catalog.INDICATORS[view.indicator]
    if any(stratum.rate for stratum in found.strata):
        return (
            f"Bars are crude rates per {catalog.RATE_PER:,} residents of the group with their 95% intervals; "
            f"beside them the {entry.unit}."
        )
    return (
        f"Bars are figures {entry.unit}, as published." if entry.published_rate else f"Bars are {entry.unit}."
    )


def _dimension(view: View, dimension: str, strata: list[Stratum]) -> dict[str, Any]:
    """Heading, and each bar as shares of the longest, with its words."""
    rated = any(stratum.rate for stratum in strata)
    ends = [_reach(stratum, rated=rated) for stratum in strata]
    longest = max(filter(None, ends), default=0.0) or 1.0
    return {
        "heading": f"By {DIMENSIONS[dimension]}",
        "columns": [DIMENSIONS[dimension].capitalize(), "", *_column_words(view, rated=rated)],
        "rows": [_bar(view, stratum, longest, rated=rated) for stratum in strata],
    }


def _column_words(view: View, *, rated: bool) -> tuple[str, str]:
    """Headings of the figure that the bars show, and of the one beside it."""
    unit = _opening(catalog.INDICATORS[view.indicator].unit)
    return (f"Per {catalog.RATE_PER:,} (95% interval)", unit) if rated else (unit, "")


def _opening(unit: str) -> str:
    return unit[0].upper() + unit[1:]


def _reach(stratum: Stratum, *, rated: bool) -> float | None:
    if not rated:
        return stratum.value
    return stratum.rate.upper if stratum.rate else None


def _bar(view: View, stratum: Stratum, longest: float, *, rated: bool) -> dict[str, Any]:
    entry = catalog.INDICATORS[view.indicator]
    rate, value = stratum.rate, stratum.value
    drawn = rate.value if rate and rated else value if not rated else None
    count = number(value, entry.decimals) if value is not None else _withheld(view, stratum)
    shown = count if not rated else _rate_words(stratum)
    return {
        "name": stratum.name,
        "length": None if drawn is None else drawn / longest,
        "limits": [rate.lower / longest, rate.upper / longest]
        if rate and rated and rate.lower is not None and rate.upper is not None
        else None,
        "shown": shown,
        "beside": count if rated else "",
    }


def _rate_words(stratum: Stratum) -> str:
    rate = stratum.rate
    if rate is None:
        return "no rate" if stratum.value is not None else "–"
    few = ", unreliable" if stratum.value is not None and is_unreliable(stratum.value) else ""
    return f"{number(rate.value, 1)} ({number(rate.lower, 1)} to {number(rate.upper, 1)}){few}"


def _withheld(view: View, stratum: Stratum) -> str:
    words = catalog.status_words(stratum.status, view.indicator)
    return words if stratum.withheld < 2 else f"{words} in {stratum.withheld} of its parts"


def breakdown_table(resolved: ResolvedView, found: Breakdown) -> pd.DataFrame:
    """One row a stratum, in the digits of the bars."""
    view = resolved.view
    decimals = catalog.INDICATORS[view.indicator].decimals
    rows = [
        {
            "dimension": stratum.dimension,
            "stratum": stratum.name,
            catalog.INDICATORS[view.indicator].unit: None
            if stratum.value is None
            else float(rounded(stratum.value, decimals)),
            "rate_per_100000": None if rate is None else float(rounded(rate.value, 1)),
            "lower": None if rate is None or rate.lower is None else float(rounded(rate.lower, 1)),
            "upper": None if rate is None or rate.upper is None else float(rounded(rate.upper, 1)),
            "status": stratum.status,
        }
        for stratum in found.strata
        for rate in (stratum.rate,)
    ]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["dimension", "stratum", "status"])


def _chart(resolved: ResolvedView, _found: Breakdown, rows: pd.DataFrame) -> Chart | None:
    """A series a dimension: rates where they are stated, else amounts."""
    if rows.empty:
        return None
    entry = catalog.INDICATORS[resolved.view.indicator]
    rated = bool(rows["rate_per_100000"].notna().any())
    column = "rate_per_100000" if rated else entry.unit
    series = tuple(
        Series(
            f"By {str(dimension).replace('_', ' and ')}",
            tuple(part["stratum"]),
            numbers_of(part[column]),
            *(limits_of(part) if rated else NO_LIMITS),
        )
        for dimension, part in rows.groupby("dimension", sort=False)
    )
    unit = f"Per {catalog.RATE_PER:,} residents of the group, crude" if rated else entry.unit
    return Chart("bar", series, unit, 1 if rated else entry.decimals)


def _drawing(resolved: ResolvedView, found: Breakdown) -> BarGroups:
    """The bars of each dimension."""
    view = resolved.view
    groups = [
        Bars(dimension["heading"], tuple(map(_drawn_bar, dimension["rows"])))
        for dimension in breakdown_content(resolved, found)["dimensions"]
    ]
    return BarGroups(groups, catalog.INDICATORS[view.indicator].sector)


def _drawn_bar(row: dict[str, Any]) -> Bar:
    limits = tuple(row["limits"]) if row["limits"] else None
    return Bar(row["name"], row["length"], row["shown"], limits, row["beside"])


PANEL: Final = Panel(
    id="breakdown",
    order=100,
    name="Breakdown",
    figures="the breakdown",
    appears_in=ON_EXPLORE,
    find=breakdown,
    texts=breakdown_texts,
    content=breakdown_content,
    table=breakdown_table,
    provenance=lambda found: [found.provenance] if found.provenance else [],
    reading=(
        "Each bar is one group of people; where a population is known, it is a crude rate and the line its "
        "95% interval.",
        "A group of which a part is withheld has no figure, because the rest would pass for the whole.",
    ),
    browser_module="panels/breakdown",
    key=lambda result: (*keys.of_period(result), result.view.place, keys.own_groups(result.view)),
    frame=lambda panel, _url: panel_frame(panel, [html.Div(id="breakdown-bars", className="panel-content")]),
    chart=_chart,
    drawing=_drawing,
)
