"""The sections of the data page: freshness, changes, checks, files, withheld figures, dictionary."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.html_table import Cell, Column, Part, records, table
from components.numbers import day_words, month, number
from model import catalog
from model.freshness import freshness
from model.observations import ABSENT_STATUSES, KNOWN_STATUSES, STRATA
from model.places import label

CHANGE_WORDS: Final = {
    "new": "new figures",
    "revised": "values revised",
    "suppressed": "figures newly withheld",
    "released": "figures newly released",
    "status": "other changes of status",
    "withdrawn": "figures withdrawn",
}
PLACE_KIND_WORDS: Final = {
    "nation": "nation",
    "state": "states",
    "reporting_area": "reporting areas",
    "county": "counties",
    "cbp_component": "CBP components",
    "cbp_area": "CBP areas",
}


def section(name: str, heading: str, words: str, content: list[Component]) -> Component:
    """A section with a heading one can link to."""
    return html.Section(
        [html.H2(heading, id=name), html.P(words, className="lead"), *content], className="card data-section"
    )


def source_titles(sources: pd.DataFrame) -> dict[str, str]:
    """Agency and title of every source of an extract or of the catalog."""
    known = {entry.id: f"{entry.agency}: {entry.title}" for entry in catalog.SOURCES.values()}
    known["census_boundaries"] = "Census Bureau: Cartographic boundary files, counties"
    return known | {row["source"]: f"{row['agency']}: {row['title']}" for row in records(sources)}


def in_catalog_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with a source, in the catalog's order; a partner's own come last."""
    order = {source: position for position, source in enumerate(catalog.SOURCES)}
    return rows.sort_values("source", key=lambda ids: ids.map(order).fillna(len(order)), kind="stable")


def freshness_table(sources: pd.DataFrame, completeness: pd.DataFrame, today: date) -> Component:
    """One row a source: what it is, of which day, how old, when the next is due, and how whole it is."""
    columns = [
        Column("Source"),
        Column("Newest period ends"),
        Column("Figures as of"),
        Column("Days since period", numeric=True),
        Column("Published"),
        Column("Next period expected"),
        Column("Complete"),
        Column("Figures", numeric=True),
        Column("Rows refused", numeric=True),
    ]
    rows = [_freshness_row(row, completeness, today) for row in records(in_catalog_order(sources))]
    return table("Every source, its vintage, and whether newer figures are to be had", columns, rows)


def _freshness_row(row: dict[str, Any], completeness: pd.DataFrame, today: date) -> list[Cell]:
    through, as_of = row["through"].date(), row["as_of"].date()
    state = freshness({**row, "through": through, "as_of": as_of}, today)
    due: Cell = "no schedule"
    if state.due and state.is_outdated:
        newer = f"this copy ends {day_words(through)}; newer figures have probably been published"
        due = [Part(f"{newer} (expected by {day_words(state.due)})", "outdated")]
    elif state.due:
        due = f"by {day_words(state.due)}"
    simulated = [Part("Simulated, in the format of ", "strong")] if row["simulated"] else []
    caution = [Part(row["caution"], "small")] if row["caution"] else []
    return [
        [*simulated, Part(f"{row['agency']}: "), Part(row["title"], link=row["page"]), *caution],
        day_words(through),
        day_words(as_of) if row["as_of_stated"] else "not stated; newest period",
        number(state.period_age_days),
        row["schedule"],
        due,
        completeness_words(completeness[completeness["source"] == row["source"]]),
        number(row["observations"]),
        number(row["quarantined"]),
    ]


def completeness_words(rows: pd.DataFrame) -> str:
    """How whole the newest period is, as the agency states it."""
    parts = []
    for row in records(rows):
        what = "pending" if row["indicator"] == "records_pending" else "received"
        if pd.notna(row["nation"]):
            parts.append(f"{number(row['nation'], 1)}% of records {what}, nation")
        elif pd.notna(row["middle"]):
            most = f", at most {number(row['most'], 1)}%" if what == "pending" else ""
            parts.append(f"{number(row['middle'], 1)}% {what} in the middle place{most}")
    return "; ".join(parts) or "not stated"


def changes_section(
    changed: pd.DataFrame, revised_most: pd.DataFrame, titles: dict[str, str]
) -> list[Component]:
    """What changed since the extract before, in counts and in the values that moved most."""
    if changed.empty:
        return [html.P("Nothing to compare with: no extract of the same figures stood before this one.")]
    columns = [
        Column("Source"),
        Column("Indicator"),
        Column("What"),
        Column("How many", numeric=True),
        Column("Periods ending"),
        Column("Direction and size"),
    ]
    rows = [
        [
            titles.get(row["source"], row["source"]),
            catalog.INDICATORS[row["indicator"]].label,
            CHANGE_WORDS[row["change"]],
            number(row["facts"]),
            _between(row["first_period_end"], row["last_period_end"]),
            _direction(row),
        ]
        for row in records(changed)
    ]
    sections = [table("Changes since the previous extract", columns, rows)]
    if len(revised_most):
        sections.append(_revised_table(revised_most))
    return sections


def _between(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return month(first) if first == last else f"{month(first)} to {month(last)}"


def _direction(row: dict[str, Any]) -> str:
    if row["change"] != "revised":
        return ""
    size = (
        f"; half of them by less than {number(row['median_percent'], 1)}%"
        if pd.notna(row["median_percent"])
        else ""
    )
    return f"{number(row['rose'])} up, {number(row['fell'])} down{size}"


def _revised_table(revised: pd.DataFrame) -> Component:
    columns = [
        Column("Place"),
        Column("Indicator"),
        Column("Drug"),
        Column("Period ending"),
        Column("Before", numeric=True),
        Column("Now", numeric=True),
    ]
    rows = []
    for row in records(revised):
        entry = catalog.INDICATORS[row["indicator"]]
        modeled = " (predicted)" if row["predicted"] else ""
        rows.append(
            [
                label(row["place"]),
                entry.label + modeled,
                catalog.drug_label(row["drug"]),
                day_words(row["period_end"]),
                number(row["before"], entry.decimals),
                number(row["after"], entry.decimals),
            ]
        )
    return table("The values revised most", columns, rows)


def checks_section(checks: pd.DataFrame, titles: dict[str, str]) -> list[Component]:
    """What was checked across figures of one source and basis; those without findings are folded away."""
    found, clean = checks[checks["failed"] > 0], checks[checks["failed"] == 0]
    words = f"{number(len(clean))} checks without a finding, of {number(clean['examined'].sum())} figures"
    folded = html.Details([html.Summary(words), _checks_table("Checks without a finding", clean, titles)])
    if found.empty:
        return [html.P("No check has a finding."), folded]
    return [_checks_table("Checks with findings", found, titles), folded]


def _checks_table(caption: str, checks: pd.DataFrame, titles: dict[str, str]) -> Component:
    columns = [
        Column("Check"),
        Column("Source"),
        Column("Indicator"),
        Column("Examined", numeric=True),
        Column("Findings", numeric=True),
        Column("For example"),
    ]
    rows = [
        [
            row["check"],
            titles.get(row["source"], row["source"]),
            catalog.INDICATORS[row["indicator"]].label if row["indicator"] in catalog.INDICATORS else "",
            number(row["examined"]),
            number(row["failed"]),
            row["example"],
        ]
        for row in records(checks)
    ]
    return table(caption, columns, rows)


def files_table(files: pd.DataFrame, titles: dict[str, str]) -> Component:
    """What became of each file read."""
    columns = [
        Column("File"),
        Column("Source"),
        Column("Outcome"),
        Column("Rows", numeric=True),
        Column("Figures", numeric=True),
        Column("Events", numeric=True),
        Column("Refused", numeric=True),
        Column("Set aside", numeric=True),
    ]
    rows = [
        [
            f"{row['file']} {row['sheet']}".strip(),
            titles.get(row["source"], row["source"]),
            f"{row['outcome']}: {row['problem']}" if row["problem"] else row["outcome"],
            *(number(row[name]) for name in ("rows", "observations", "events", "quarantined", "set_aside")),
        ]
        for row in records(files)
    ]
    return table("Files read, and rows refused", columns, rows)


def events_table(events: pd.DataFrame) -> Component:
    """Dated events with who says so."""
    columns = [Column("Event"), Column("Kind"), Column("Place"), Column("Date"), Column("Source")]
    rows: list[list[Cell]] = []
    for row in records(events):
        until = "" if pd.isna(row["end"]) else f" to {day_words(row['end'])}"
        source = row["source"]
        address = source if source.startswith("https://") else ""
        rows.append(
            [
                row["title"],
                row["kind"],
                label(row["place"]),
                f"{day_words(row['start'])}{until}",
                [Part(source, link=address)],
            ]
        )
    return table("Dated events", columns, rows)


def withheld_section(withheld: pd.DataFrame, titles: dict[str, str]) -> list[Component]:
    """Share of suppressed figures by source and state, newest period; one closed table a source."""
    parts: list[Component] = []
    for source, rows in in_catalog_order(withheld).groupby("source", sort=False):
        title = titles.get(str(source), str(source))
        figures, suppressed = int(rows["figures"].sum()), int(rows["suppressed"].sum())
        absent = int(rows["absent"].sum())
        summary = (
            f"{title}: {_percent(suppressed, figures)} suppressed, "
            f"{_percent(absent, figures)} otherwise not published, of {number(figures)}"
        )
        parts.append(html.Details([html.Summary(summary), _by_state(title, rows)]))
    return parts


def _by_state(title: str, rows: pd.DataFrame) -> Component:
    columns = [
        Column("State"),
        Column("Figures", numeric=True),
        Column("Suppressed", numeric=True),
        Column("Share suppressed", numeric=True),
        Column("Otherwise not published", numeric=True),
    ]
    cells = [
        [
            label(row["state"]),
            number(row["figures"]),
            number(row["suppressed"]),
            _percent(row["suppressed"], row["figures"]),
            number(row["absent"]),
        ]
        for row in records(rows)
    ]
    return table(f"Suppressed figures by state, {title}", columns, cells)


def _percent(part: int, whole: int) -> str:
    return f"{number(part / whole * 100, 1)}%" if whole else "–"


def dictionary(published: pd.DataFrame) -> list[Component]:
    """Every indicator, status and drug in the words of the catalog, with what is published of each."""
    there = {row["indicator"]: row for row in records(published)}
    indicators = [
        _indicator(entry, there[entry.id]) for entry in catalog.INDICATORS.values() if entry.id in there
    ]
    return [
        html.H3("Indicators"),
        *indicators,
        html.H3("Statuses"),
        table(
            "What each status means",
            [Column("Status"), Column("On screen"), Column("Value")],
            [
                [
                    status,
                    catalog.STATUS_WORDS[status],
                    "has a value" if status in KNOWN_STATUSES else "no value",
                ]
                for status in (*KNOWN_STATUSES, *ABSENT_STATUSES)
            ],
        ),
        html.H3("Drugs"),
        table(
            "The drug vocabulary; classes overlap",
            [Column("Drug"), Column("Label"), Column("In a sentence")],
            [[drug.id, drug.label, drug.phrase] for drug in catalog.DRUGS.values()],
        ),
    ]


def _indicator(entry: catalog.Indicator, there: dict[str, Any]) -> Component:
    bases = ", ".join(f"{PLACE_KIND_WORDS[kind]} by {basis}" for kind, basis in entry.bases.items())
    facts = {
        "Id": entry.id,
        "Definition": entry.definition,
        "Sector": entry.sector,
        "Unit": entry.unit,
        "Periods": f"{_listed(there['period_kinds'])}; {month(there['first_period_end'])} to "
        f"{month(there['newest_period_end'])}",
        "Places": f"{', '.join(PLACE_KIND_WORDS[kind] for kind in sorted(there['place_kinds']))} ({bases})",
        "Drugs": _listed(there["drugs"]),
        "Broken down by": _listed(there["broken_down_by"])
        if pd.api.types.is_list_like(there["broken_down_by"])
        else f"not by {_or(STRATA)}",
        "Adds up": _adding(entry),
        "Places compared": "yes" if entry.comparable else "no: the agency says places must not be compared",
        "Withheld": entry.suppression or "nothing",
        "Bear in mind": " ".join((*entry.cautions, entry.drug_caution, entry.count_caution)).strip() or "–",
        "Sources": _listed(there["sources"]),
    }
    api = f"/api/v1/observations?indicator={entry.id}&format="
    rows: list[list[Cell]] = [[name, words] for name, words in facts.items()]
    rows.append(
        ["All figures", [Part("CSV", link=f"{api}csv"), Part(" · "), Part("Parquet", link=f"{api}parquet")]]
    )
    return html.Details(
        [html.Summary(entry.label), table(entry.label, [Column("What"), Column("In words")], rows)],
        id=f"indicator-{entry.id}",
    )


def _listed(words: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, words)))


def _or(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]).replace("_", " ") + f" or {words[-1]}"


def _adding(entry: catalog.Indicator) -> str:
    places = "over places" if entry.adds_over_places else "not over places"
    drugs = "over drugs" if entry.adds_over_drugs else "never over drugs"
    return f"{places}; {drugs}" if entry.names_drugs else places
