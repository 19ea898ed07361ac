"""The strip across sectors: every indicator of one place, each in its own unit and period."""

from datetime import date
from math import isnan, nan
from typing import Any, Final

import pandas as pd

from components.numbers import number, rounded, signed_percent
from components.periods import period_phrase
from components.words import sources_words
from model import catalog
from model.places import NATION, places, state_of
from panels import keys
from panels.chart import chart_over_time
from panels.drawings import Table
from panels.panel import ON_EXPLORE, Panel
from queries.panel_results import SectorRow, Sectors
from queries.results import Estimate, Provenance, ResolvedView
from queries.sectors import sectors

WIDTH, HEIGHT = 100, 24
"""Of a sparkline's drawing, which is stretched to the width there is."""
COLUMNS: Final = (
    "sector",
    "indicator",
    "drug",
    "place",
    "name",
    "value",
    "unit",
    "year_earlier",
    "change_percent",
    "lower",
    "upper",
    "period_start",
    "period_end",
    "status",
)
FEWEST_POINTS: Final = 2
"""Of a line."""
CHOOSE_ROW: Final = "; a row chosen becomes the indicator shown"
NO_STRIP: Final = "A group of counties has no strip of its own; choose one of its counties, or a state."
NATIONAL: Final = "the nation's: counted by agency area, not by state or county"


def sectors_texts(resolved: ResolvedView, found: Sectors) -> dict[str, str]:
    """Title, subtitle and foot."""
    name = resolved.label(found.place) if found.place != NATION else "The United States"
    return {
        "sectors-title": f"{name} across sectors",
        "sectors-subtitle": f"The newest figure of each indicator{CHOOSE_ROW}." if found.rows else NO_STRIP,
        "sectors-foot": sources_words(sectors_provenance(found)),
    }


def sectors_provenance(found: Sectors) -> list[Provenance]:
    """Where the figures come from, each once."""
    return list(dict.fromkeys(row.provenance for row in found.rows if row.provenance))


def sectors_content(found: Sectors) -> list[dict[str, str]]:
    """Each row in words, with the path of its sparkline."""
    return [_row(found.place, row) for row in found.rows]


def _row(place: str, row: SectorRow) -> dict[str, str]:
    entry = catalog.INDICATORS[row.indicator]
    change, tone = _change(entry, row)
    return {
        "indicator": entry.id if entry.explorable else "",
        "sector": entry.sector,
        "label": _label(entry, row),
        "whose": whose(place, row),
        "path": sparkline(row.trail),
        "value": _value(entry, row),
        "absent": _absent(entry, row) if row.value is None else "",
        "change": change,
        "tone": tone,
        "period": _period(entry, row),
    }


def _label(entry: catalog.Indicator, row: SectorRow) -> str:
    return entry.label if row.drug == "all" else catalog.sentence(row.indicator, row.drug)


def whose(place: str, row: SectorRow) -> str:
    """Whose figure stands in for the place's own; empty where it is the place's own."""
    covered = catalog.INDICATORS[row.indicator].nation_label
    if covered and row.place == NATION and row.kind:
        return f"of {covered.lower()} alone"
    if row.place == place:
        return ""
    return NATIONAL if row.place == NATION else f"of {places()[row.place].name}"


def _value(entry: catalog.Indicator, row: SectorRow) -> str:
    if row.value is None:
        return ""
    if entry.categories:
        return f"{row.value:.0f} of {len(entry.categories)}: {entry.categories[int(row.value)]}"
    if entry.measures[0] == "share":
        return f"{number(row.value, 1)}% of {entry.unit}"
    return f"{number(row.value, entry.decimals)} {entry.unit}"


def _absent(entry: catalog.Indicator, row: SectorRow) -> str:
    if row.kind:
        return catalog.status_words(row.status, row.indicator)
    if set(entry.bases) == {"county"}:
        return "published by county only"
    if row.place == NATION:
        return "published by state only"
    names = [places()[place].name for place in dict.fromkeys((row.place, state_of(row.place) or row.place))]
    return f"not published for {' or '.join(names if 'state' in entry.bases else names[:1])}"


def _change(entry: catalog.Indicator, row: SectorRow) -> tuple[str, str]:
    """The change on a year earlier in words, and whether it is clearly good or bad."""
    if row.value is None:
        return "", ""
    if row.change is None:
        return "no change stated", ""
    if not row.change.is_assessed:
        return f"from {number(row.change.before, entry.decimals)}", ""
    words = signed_percent(row.change.value)
    if not row.change.direction:
        return f"{words}, no clear change", ""
    if row.incomplete:
        return f"{words}, reports incomplete", ""
    if entry.more_is_worse is None:
        return words, ""
    return words, "bad" if (row.change.value > 0) == entry.more_is_worse else "good"


def _period(entry: catalog.Indicator, row: SectorRow) -> str:
    if row.start is None or row.end is None:
        return ""
    said = [period_phrase(row.kind, row.start, row.end)]
    if row.value is not None and row.status != "ok":
        said.append(catalog.status_words(row.status, row.indicator))
    if row.rate:
        said.append(f"{number(row.rate.value, 1)} per {catalog.RATE_PER:,} (crude)")
    if row.change and row.change_of_predicted:
        said.append("change of predicted counts")
    return ", ".join(said)


def sparkline(trail: tuple[float, ...]) -> str:
    """The path of a line through the figures, scaled to their range and broken where one is missing."""
    known = [value for value in trail if not isnan(value)]
    if len(known) < FEWEST_POINTS:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = WIDTH / max(len(trail) - 1, 1)
    parts: list[str] = []
    for position, value in enumerate(trail):
        if isnan(value):
            continue
        begins = position == 0 or isnan(trail[position - 1])
        height = HEIGHT - 2 - (value - low) / span * (HEIGHT - 4)
        parts.append(f"{'M' if begins else 'L'}{position * step:.1f} {height:.1f}")
        # A point between two gaps would have no length.
        if begins and (position == len(trail) - 1 or isnan(trail[position + 1])):
            parts.append("h0.01")
    return "".join(parts)


def sectors_table(resolved: ResolvedView, found: Sectors) -> pd.DataFrame:
    """One row an indicator, in the digits of the strip."""
    return pd.DataFrame([_table_row(row, resolved) for row in found.rows], columns=COLUMNS)


def _table_row(row: SectorRow, resolved: ResolvedView) -> dict[str, Any]:
    entry = catalog.INDICATORS[row.indicator]
    share = entry.measures[0] == "share"
    change = row.change or Estimate(nan)
    return {
        "sector": entry.sector,
        "indicator": row.indicator,
        "drug": row.drug,
        "place": row.place,
        "name": resolved.label(row.place),
        "value": _digits(row.value, 1 if share else entry.decimals),
        "unit": f"percent of {entry.unit}" if share else entry.unit,
        "year_earlier": _digits(None if change.is_assessed else change.before, entry.decimals),
        "change_percent": _digits(change.value if change.is_assessed else None, 1),
        "lower": _digits(change.lower, 1),
        "upper": _digits(change.upper, 1),
        "period_start": _day(row.start),
        "period_end": _day(row.end),
        "status": row.status,
    }


def _digits(value: float | None, decimals: int) -> float:
    return nan if value is None else float(rounded(value, decimals))


def _day(day: date | None) -> Any:
    return pd.NaT if day is None else pd.Timestamp(day)


def _drawing(_resolved: ResolvedView, found: Sectors) -> Table:
    """The strip's own words."""
    headings = ("Indicator", "Newest figure", "On a year earlier", "Period")
    rows = [
        (
            f"{row['label']}{f' ({whose})' if (whose := row['whose']) else ''}",
            row["value"] or row["absent"],
            row["change"],
            row["period"],
        )
        for row in sectors_content(found)
    ]
    return Table(headings, rows)


PANEL: Final = Panel(
    id="sectors",
    order=90,
    name="Across sectors",
    figures="the figures across sectors",
    appears_in=ON_EXPLORE,
    find=lambda reader, resolved: sectors(reader, resolved.view.place),
    texts=sectors_texts,
    content=lambda _resolved, found: sectors_content(found),
    table=sectors_table,
    provenance=sectors_provenance,
    reading=(
        "Each row is an indicator of this place, in its own unit and newest period.",
        "A row that says whose figure it is shows its state's or the nation's, because the place has none.",
        "Lines run from the lowest to the highest figure of their own row, so their heights cannot be "
        "compared.",
        "Rows that move together are not shown to cause one another.",
    ),
    browser_module="panels/sectors",
    key=lambda result: (result.version, result.view.place, keys.own_groups(result.view)),
    follows_indicator=False,
    page_words=(CHOOSE_ROW,),
    chart=chart_over_time,
    drawing=_drawing,
)
