"""How complete and how late each figure of a profile is, as a list in words."""

from typing import Any, Final

import pandas as pd

from components.numbers import day_words, number, rounded
from components.periods import short_period
from components.words import sources_words, vintage_words
from model import catalog
from panels.chart import chart_over_time
from panels.panel import ON_PROFILE, Panel
from panels.profile_words import counties_words, period_words
from panels.sheet_part import SheetPart
from queries.lateness import completeness
from queries.profile_results import Completeness, Lateness, Reading
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
    "late_days",
    "percent",
)


def completeness_texts(found: Completeness) -> dict[str, str]:
    """Title, subtitle and foot."""
    said = [f"{record_words(each)}." for each in found.records]
    return {
        "completeness-title": f"How complete and how late the figures are, {found.name}",
        "completeness-subtitle": " ".join(said)
        or "Late is what was due by its usual schedule with a month of grace.",
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
    """The rows of a table: indicator, newest period, how complete, next due."""
    columns = ["Figures", "Newest period", "How complete", "Next due"]
    rows = [_cells(row) for row in found.rows]
    caption = "Newest figures and when the next are due"
    return {"table": {"caption": caption, "columns": columns, "rows": rows} if rows else None}


def _cells(row: Lateness) -> list[str]:
    of = row.reading
    what = f"{catalog.INDICATORS[of.indicator].label}, {of.name} ({row.provenance.short})"
    return [what, f"{period_words(of)}; {vintage_words(row.provenance)}", _how_complete(row), _due(row)]


def _how_complete(row: Lateness) -> str:
    of = row.reading
    status = catalog.status_words(of.status, of.indicator)
    said = [f"{status[0].upper()}{status[1:]}"]
    if row.incomplete_from:
        said.append(f"incomplete from {short_period(of.kind, row.incomplete_from)} on")
    if of.counties:
        said.append(counties_words(of))
    return ", ".join(said)


def _due(row: Lateness) -> str:
    if row.due is None:
        return "no schedule"
    late = f", {number(row.late_days)} days late" if row.late_days else ""
    return f"{day_words(row.due)}{late}"


def completeness_table(found: Completeness) -> pd.DataFrame:
    """One row an indicator and place, then what the agency says of its records, in percent."""
    rows = [_table_row(row) for row in found.rows] + [_record_row(each) for each in found.records]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"late_days": "Int64"})


def _table_row(row: Lateness) -> dict[str, Any]:
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
        "late_days": row.late_days,
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
    link_words="How complete and how late",
    figures="how complete and late figures are",
    appears_in=ON_PROFILE,
    find=lambda reader, view, _resolved: completeness(reader, view),
    texts=lambda _view, _resolved, found: completeness_texts(found),
    content=lambda _view, _resolved, found: completeness_content(found),
    table=lambda _view, _resolved, found: completeness_table(found),
    provenance=completeness_provenance,
    reading=(
        "Late is what the source’s usual schedule, with a month of grace, had due before today.",
        "Incomplete is a period that the agency calls underreported, or for which it predicts over 2% "
        "more than it reports.",
    ),
    browser_module="profile/panels",
    follows_indicator=False,
    chart=chart_over_time,
    sheet_part=SheetPart.TABLE,
)
