"""How complete and how recent each figure of a profile is, as a list in words."""

from typing import Any, Final

import pandas as pd

from components.numbers import day_words, number, rounded
from components.periods import short_period
from components.words import joined, sources_words, vintage_words
from methods.completeness import LATE_SHARE
from methods.reporting_triangle import LEAST_RELEASES
from model import catalog
from panels.chart import chart_over_time
from panels.panel import ON_PROFILE, Panel
from panels.profile_words import counties_words, period_words
from panels.sheet_part import SheetPart
from queries.completeness import completeness
from queries.profile_results import Completeness, NewestFigure, Reading
from queries.results import Provenance

COLUMNS: Final = (
    "place",
    "name",
    "indicator",
    "source",
    "period_end",
    "status",
    "as_of",
    "incomplete_from",
    "due",
    "percent",
)


def completeness_texts(found: Completeness) -> dict[str, str]:
    """Title, subtitle and foot."""
    said = [f"{record_words(each)}." for each in found.records]
    return {
        "completeness-title": f"How complete and how recent the figures are, {found.name}",
        "completeness-subtitle": " ".join((*said, *_outdated(found))),
        "completeness-foot": sources_words(found.provenance),
    }


def record_words(reading: Reading) -> str:
    """What the agency says of its records: "Percent of death records pending, Ohio: 0.3%"."""
    label = catalog.INDICATORS[reading.indicator].label
    if reading.value is None:
        return f"{label}, {reading.name}: {catalog.status_words(reading.status, reading.indicator)}"
    digits = catalog.INDICATORS[reading.indicator].decimals
    return f"{label}, {reading.name}: {number(reading.value, digits)}%, {period_words(reading)}"


def completeness_provenance(found: Completeness) -> list[Provenance]:
    """Where the figures come from, each once."""
    return list(found.provenance)


def completeness_content(found: Completeness) -> dict[str, Any]:
    """The rows of a table: indicator, newest period, how complete, and when newer figures are expected."""
    columns = ["Figures", "Newest period", "How complete", "Newer expected by"]
    rows = [_cells(row) for row in found.rows]
    caption = "Newest figures, and when newer ones are expected"
    return {"table": {"caption": caption, "columns": columns, "rows": rows} if rows else None}


def _cells(row: NewestFigure) -> list[str]:
    of = row.reading
    what = f"{catalog.INDICATORS[of.indicator].label}, {of.name} ({row.provenance.short})"
    return [what, f"{period_words(of)}; {vintage_words(row.provenance)}", _how_complete(row), _due(row)]


def _how_complete(row: NewestFigure) -> str:
    of = row.reading
    status = catalog.status_words(of.status, of.indicator)
    said = [f"{status[0].upper()}{status[1:]}"]
    if row.incomplete_from:
        said.append(f"incomplete from {short_period(of.kind, row.incomplete_from)} on")
    if of.counties:
        said.append(counties_words(of))
    return ", ".join(said)


def _due(row: NewestFigure) -> str:
    return day_words(row.due) if row.due else "no schedule"


def _outdated(found: Completeness) -> list[str]:
    """That the copy is old, not the agency late, where newer figures were to be expected."""
    old = dict.fromkeys(row.provenance.short for row in found.rows if row.is_outdated)
    if not old:
        return []
    return [f"Newer figures have probably been published since this copy of {joined(list(old))} was made."]


def completeness_table(found: Completeness) -> pd.DataFrame:
    """One row an indicator and place, then what the agency says of its records, in percent."""
    rows = [_table_row(row) for row in found.rows] + [_record_row(each) for each in found.records]
    return pd.DataFrame(rows, columns=COLUMNS)


def _table_row(row: NewestFigure) -> dict[str, Any]:
    of = row.reading
    return {
        "place": of.place,
        "name": of.name,
        "indicator": of.indicator,
        "source": row.provenance.short,
        "period_end": pd.Timestamp(of.end),
        "status": of.status,
        "as_of": pd.Timestamp(row.provenance.as_of),
        "incomplete_from": pd.Timestamp(row.incomplete_from) if row.incomplete_from else pd.NaT,
        "due": pd.Timestamp(row.due) if row.due else pd.NaT,
    }


def _record_row(of: Reading) -> dict[str, Any]:
    digits = catalog.INDICATORS[of.indicator].decimals
    return {
        "place": of.place,
        "name": of.name,
        "indicator": of.indicator,
        "period_end": pd.Timestamp(of.end),
        "status": of.status,
        "percent": float("nan") if of.value is None else float(rounded(of.value, digits)),
    }


PANEL: Final = Panel(
    id="completeness",
    order=260,
    name="Completeness",
    link_words="How complete and how recent",
    figures="how complete and recent figures are",
    appears_in=ON_PROFILE,
    find=lambda reader, resolved: completeness(reader, view=resolved.view),
    texts=lambda _resolved, found: completeness_texts(found),
    content=lambda _resolved, found: completeness_content(found),
    table=lambda _resolved, found: completeness_table(found),
    provenance=completeness_provenance,
    reading=(
        "Newer figures are expected by the source’s usual schedule, with a month of grace; how old a copy is "
        "depends on when it was loaded.",
        "Incomplete is a period that is underreported by the agency's note or schedule, unless its own "
        "prediction is within "
        f"{LATE_SHARE:.0%} of what is reported. Counts of counties, which have neither note nor prediction, "
        "are incomplete where earlier releases say that they will grow by more than that, if this copy holds "
        f"at least {LEAST_RELEASES}.",
    ),
    browser_module="profile/panels",
    follows_indicator=False,
    chart=chart_over_time,
    sheet_part=SheetPart.TABLE,
)
