"""Describes an extract to others as a Frictionless Data Package: its tables, their columns and words.

Types come from the Parquet schemas and legal words from the contract and the catalog, so that the
description cannot disagree with the files. https://datapackage.org/standard/data-package/
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
import pyarrow

from data.extract.changes import CHANGES
from model import catalog, observation_schema
from model.events import EDITIONS, EVENT_KINDS
from model.observations import (
    ABSENT_STATUSES,
    BASES,
    KNOWN_STATUSES,
    NUMBER_COLUMNS,
    PERIOD_KINDS,
    PLACE_KINDS,
)

PACKAGE: Final = "datapackage.json"
PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
PARQUET: Final = "application/vnd.apache.parquet"

LICENSE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "other-pd",
        "title": "Works of the U.S. Government are in the public domain (17 U.S.C. 105). Tables of state and "
        "local partners are as their owner states.",
        "path": "https://www.usa.gov/government-copyright",
    }
)

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "observations": "The newest vintage of every fact: a value, or the reason there is none.",
        "series": "The same facts as in observations, ordered place by place.",
        "vintages": "Older vintages of the facts, superseded or withdrawn.",
        "coverage": "Which periods each indicator has, by drug, place kind and source.",
        "classes": "Upper class edges of the maps, the same for all periods.",
        "sources": "One row a source: what it is, which day its figures are of, and when it is published.",
        "events": "Dated events, each with who says so.",
        "files": "What became of each file that was read.",
        "checks": "What was checked across figures, and how it came out.",
        "changes": "What differs from the version before.",
    }
)

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "source": "The published data set, by its id in the table of sources.",
        "indicator": "What is measured.",
        "drug": "The drug or drug class; all where not narrowed to one. Classes overlap.",
        "place_kind": "What sort of place it is.",
        "place": "US, a 2-digit state or 5-digit county FIPS code, or the name of an agency's area.",
        "basis": "What places a count in a place. Figures of two bases are never added or compared.",
        "period_kind": "What sort of period it is. 12-month-ending counts are never added over time.",
        "period_start": "First day of the period.",
        "period_end": "Last day of the period.",
        "sex": "Sex; all where not broken down.",
        "age": "Age group; all where not broken down.",
        "race_ethnicity": "Race and ethnicity; all where not broken down.",
        "intent": "Intent of the overdose; all where not broken down.",
        "value": "The figure, in the indicator's unit; null where there is none. Null is not zero.",
        "lower": "Lower end of the source's own 95% interval, where it gives one.",
        "upper": "Upper end of the source's own 95% interval, where it gives one.",
        "numerator": "Count that a rate or share is made from.",
        "denominator": "Population or whole that a rate or share is made from.",
        "status": "How the value stands, or why there is none.",
        "note": "What the source says besides.",
        "as_of": "Day the figures were as they are.",
        "broken_down_by": "Strata it is broken down by, with commas between; empty for figures of everybody.",
        "observations": "Number of observations.",
        "denominators": "How many of them have a denominator.",
        "measure": "What is shown of the indicator: count, rate, share or change.",
        "method": "How the classes were found: quantiles, equal, jenks, continuous, or fixed.",
        "edges": "Upper class edges, in the measure's unit.",
        "through": "Last day of the newest period.",
        "simulated": "Whether the figures are simulated.",
        "as_of_stated": "Whether the file, or whoever brought it, says which day its figures are of.",
        "agency": "Who publishes it.",
        "title": "Title in full.",
        "short": "Title as written under a panel.",
        "citation": "How to cite it.",
        "schedule": "When it is published.",
        "page": "Where it is published.",
        "caution": "What to bear in mind of it.",
        "period_months": "Months from one period to the next; 0 for a source without a schedule.",
        "lag_days": "Days after a period's end by which it is expected.",
        "quarantined": "Rows refused, each with its reason.",
        "event": "Id of the event.",
        "kind": "What sort of event it is.",
        "start": "First day.",
        "end": "Last day; null where it has none.",
        "edition": "Who may see it.",
        "file": "Name of the file.",
        "sheet": "Sheet of the workbook; empty for other files.",
        "outcome": "Whether it was loaded.",
        "rows": "Rows of data in it.",
        "events": "Number of events.",
        "set_aside": "Lines that are no data: titles, footnotes, repeated headers.",
        "problem": "Why it was not loaded, and what to do.",
        "check": "What was checked.",
        "examined": "Figures examined.",
        "failed": "Figures that did not fit.",
        "example": "One that did not fit, in words.",
        "change": "What sort of change it is.",
        "predicted": "Whether it is of a predicted figure.",
        "before": "Value in the version before.",
        "after": "Value in this version.",
        "status_before": "Status in the version before; empty for a new fact.",
        "status_after": "Status in this version; empty for a withdrawn fact.",
        "facts": "Number of facts; more than 1 only for new ones, which are told together.",
    }
)

WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "indicator": tuple(catalog.INDICATORS),
        "drug": tuple(catalog.DRUGS),
        "place_kind": PLACE_KINDS,
        "basis": BASES,
        "period_kind": PERIOD_KINDS,
        "status": (*KNOWN_STATUSES, *ABSENT_STATUSES),
        "kind": EVENT_KINDS,
        "edition": EDITIONS,
        "outcome": ("loaded", "failed"),
        "change": CHANGES,
    }
)
"""Column → its legal words."""
OPEN_WORDS: Final = frozenset({("changes", "drug")})
"""Columns in which a cell may be empty besides."""

NULLABLE: Final = frozenset({*NUMBER_COLUMNS, "end", "before", "after"})

TYPES: Final[Mapping[pyarrow.DataType, str]] = MappingProxyType(
    {
        pyarrow.string(): "string",
        pyarrow.float64(): "number",
        pyarrow.int64(): "integer",
        pyarrow.bool_(): "boolean",
        pyarrow.date32(): "date",
        pyarrow.list_(pyarrow.float64()): "array",
    }
)


def package(
    sources: pd.DataFrame,
    checksums: Mapping[str, str],
    sizes: Mapping[str, int],
    simulated: bool,
    created: str,
) -> dict[str, Any]:
    """Descriptor of an extract.

    Parameters
    ----------
    sources
        Its table of sources.
    checksums, sizes
        File name → SHA-256 in hexadecimal, and bytes.
    created
        When it was written, ISO 8601.
    """
    about = "Simulated data. No figure is real." if simulated else "Figures as published by their agencies."
    return {
        "$schema": PROFILE,
        "name": "overdose-response-extract",
        "title": "Overdose Response Dashboard: simulated data"
        if simulated
        else "Overdose Response Dashboard",
        "description": f"{about} One row an indicator, drug, place and period.",
        "created": created,
        "simulated": simulated,
        "licenses": [dict(LICENSE)],
        "sources": [_source(row) for row in sources.to_dict("records")],
        "resources": [
            {
                "name": name,
                "type": "table",
                "title": name.capitalize(),
                "description": TABLES[name],
                "path": f"{name}.parquet",
                "format": "parquet",
                "mediatype": PARQUET,
                "bytes": sizes[f"{name}.parquet"],
                "hash": f"sha256:{checksums[f'{name}.parquet']}",
                "schema": _schema(name),
            }
            for name in observation_schema.ARROW_SCHEMAS
        ],
    }


def _source(row: Mapping[Any, Any]) -> dict[str, str]:
    """Title and, where there is one, address of a source."""
    described = {"title": f"{row['agency']}. {row['title']}", "path": row["page"]}
    return {name: text for name, text in described.items() if text}


def _schema(table: str) -> dict[str, Any]:
    # Parquet has nulls of its own: an empty text is an empty text.
    fields = [_field(table, column) for column in observation_schema.ARROW_SCHEMAS[table]]
    return {"fields": fields, "missingValues": []}


def _field(table: str, column: pyarrow.Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": column.name not in NULLABLE}
    if column.name in WORDS and (table, column.name) not in OPEN_WORDS:
        constraints["enum"] = list(WORDS[column.name])
    return {
        "name": column.name,
        "type": TYPES[column.type],
        "description": COLUMNS[column.name],
        "constraints": constraints,
    }
