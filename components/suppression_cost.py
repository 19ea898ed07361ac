"""What protecting the public edition cost: counts held back, by state and by period."""

from typing import Final

import pandas as pd
from dash.development.base_component import Component

from components.html_table import Column, records, table
from components.numbers import number
from model import catalog
from model.places import label

COLUMNS: Final = (
    Column("Counts", numeric=True),
    Column("Small", numeric=True),
    Column("Withheld", numeric=True),
    Column("Share", numeric=True),
    Column("Deaths", numeric=True),
    Column("In small", numeric=True),
    Column("In withheld", numeric=True),
    Column("Share of deaths", numeric=True),
)


def cost_tables(report: pd.DataFrame) -> list[tuple[str, Component]]:
    """Heading and table of each way of looking at it.

    Parameters
    ----------
    report
        As `data.extract.suppression_report.read_report` gives it.
    """
    ways = (
        ("By indicator, drug and kind of period", "Indicator and drug", ["indicator", "drug", "period_kind"]),
        ("By state", "State", ["state"]),
        ("By period", "Period", ["period_kind", "period"]),
    )
    return [(heading, _table(heading, first, report, keys)) for heading, first, keys in ways]


def _table(heading: str, first: str, report: pd.DataFrame, keys: list[str]) -> Component:
    tallies = report.groupby(keys, as_index=False, sort=True).sum(numeric_only=True)
    rows = [[_named(row, keys), *_cells(row)] for row in records(tallies)]
    return table(f"Counts held back: {heading[0].lower()}{heading[1:]}", [Column(first), *COLUMNS], rows)


def _named(row: dict, keys: list[str]) -> str:
    if keys == ["state"]:
        return label(row["state"])
    if "drug" in keys:
        entry = catalog.INDICATORS[row["indicator"]]
        return f"{entry.label}, {catalog.drug_label(row['drug'])}, {row['period_kind']}"
    return f"{row['period']} ({row['period_kind']})"


def _cells(row: dict) -> list[str]:
    shown_before = row["cells"] - row["primary_cells"]
    deaths_before = row["deaths"] - row["primary_deaths"]
    return [
        number(row["cells"]),
        number(row["primary_cells"]),
        number(row["secondary_cells"]),
        _share(row["secondary_cells"], shown_before),
        number(row["deaths"]),
        number(row["primary_deaths"]),
        number(row["secondary_deaths"]),
        _share(row["secondary_deaths"], deaths_before),
    ]


def _share(part: int, whole: int) -> str:
    return f"{number(part / whole * 100, 2)}%" if whole else "–"
