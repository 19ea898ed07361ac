"""Tables of a partner and the mappings that declare them, for tests."""

import csv
import datetime
import io

import pandas as pd
from observed import rows_add_up

from data.mapping import TableMapping

MAPPING = {
    "source": {
        "id": "user_test",
        "agency": "Test agency",
        "title": "Test table",
        "citation": "Test agency, table of a test.",
    },
    "as_of": "2026-06-01",
    "indicator": "ems_overdoses",
    "unit": "responses",
    "place": {"key": "fips", "column": "FIPS"},
    "basis": "occurrence",
    "period": {"kind": "month", "column": "Month", "format": "%Y-%m"},
    "drug": "all",
    "value": {"column": "Count", "markers": {"*": "suppressed", "": "missing"}},
}


def mapping(**changes):
    """The mapping of `MAPPING` with fields replaced; None leaves one out."""
    changed = MAPPING | changes
    return TableMapping.model_validate({name: value for name, value in changed.items() if value is not None})


def csv_text(rows):
    """A list of rows, header first, as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def figures(found, *columns, indicator="ems_overdoses", kind=None):
    """The chosen columns of an indicator's observations, dates as text, sorted."""
    (observations,) = found.observations
    chosen = observations[observations["indicator"] == indicator]
    if kind:
        chosen = chosen[chosen["period_kind"] == kind]
    texts = [
        chosen[name].dt.strftime("%Y-%m-%d")
        if name.startswith("period_") or name == "as_of"
        else chosen[name]
        for name in columns
        if name != "period_kind"
    ]
    plain = pd.concat(texts, axis=1).astype(object)
    return sorted(plain.where(plain.notna(), None).to_numpy().tolist(), key=str)


def refusals(found):
    """Line and reason of each quarantined row."""
    refused = rows_add_up(found)
    return dict(zip(refused["line"], refused["reason"], strict=True))


GOOD = [["FIPS", "Month", "Count"], *([f"39{number:03}", "2026-01", number] for number in (1, 3, 5, 7, 9))]


DAILY = {"kind": "day", "column": "Day", "format": "%Y-%m-%d"}
FEBRUARY = [datetime.date(2026, 2, 1) + datetime.timedelta(days=number) for number in range(28)]
"""Four whole MMWR weeks: 1 February 2026 is a Sunday."""


def daily(**changes):
    return mapping(**({"period": DAILY, "totals": ["week", "month"]} | changes))


def february(counts=None, place="39001"):
    """A row a day of 28; 1 a day but for the days given as day → count, where None has no row."""
    counts = dict.fromkeys(range(1, 29), 1) | (counts or {})
    rows = [[place, day.isoformat(), counts[day.day]] for day in FEBRUARY]
    return [row for row in rows if row[2] is not None]


HEADER = ["FIPS", "Day", "Count"]
