"""A table of legal figures, written as its agency writes it, comes out at the other end unchanged.

File → loader → extract → API (JSON and CSV) → the map's own file. What is expected is made from the drawn
figures alone, by the calendar and by the agency's words, and never from what the program says of them.
"""

import calendar
import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from agency_files import COUNTY, SUPPRESSED_COUNTY
from api_client import Client, comments_and_rows
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from mapped_tables import mapping
from support import ask

from data.pipeline.harvest import Harvest, harvest, harvest_mapped
from data.pipeline.ingest import publish_harvest
from model.places import places
from pages import downloads
from queries.store import Store

pytestmark = pytest.mark.extract

COUNTIES = sorted(code for code, place in places().items() if place.kind == "county")
ALWAYS_TRIED = ("01001", "09001", "09110", "15005", "35013", "46102", "51019", "02261", "02063")
"""Lost zeros, both geographies of Connecticut, Kalawao, Doña Ana, a renamed, a merged and a split county."""

Facts = dict[tuple[str, str, str], tuple[float | None, str]]
"""Place, first and last day → value and status."""


def last_day(year, month):
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"


def first_of_twelve(year, month):
    return f"{year}-01-01" if month == 12 else f"{year - 1}-{month + 1:02d}-01"


def code_as_written(place, zeros):
    return place if zeros else str(int(place))


def number_as_written(number, commas):
    return f"{number:,}" if commas else str(number)


# --- three formats: cells that the agency may print, and what each means ---

# Counts that the agencies show: a true zero, or 10 and more.
SHOWN = st.just(0) | st.integers(10, 9_999)
MONTHS = st.tuples(st.integers(2021, 2024), st.integers(1, 12))


def vsrr_county(table, zeros, commas):
    """Deaths in 12 months; an empty count is suppressed where the footnote says so."""
    rows, expected = [], {}
    for (place, (year, month)), cell in table.items():
        count = number_as_written(cell, commas) if isinstance(cell, int) else ""
        rows.append(
            {
                "fips": code_as_written(place, zeros),
                "year": year,
                "month": month,
                "countyname": "Doña Ana" if place == "35013" else places()[place].name,
                "provisional_drug_overdose_deaths": count,
                "footnote": SUPPRESSED_COUNTY if cell == "suppressed" else "",
            }
        )
        key = (place, first_of_twelve(year, month), last_day(year, month))
        expected[key] = (cell, "provisional") if isinstance(cell, int) else (None, cell)
    return COUNTY.text(*rows), expected


WONDER_HEADER = ["Notes", "County", "County Code", "Year", "Year Code", "Deaths", "Population", "Crude Rate"]
WONDER_WORDS = {"suppressed": "Suppressed", "missing": "Missing", "not_reported": "Not Available"}


def wonder(table, zeros, commas):
    """Deaths in a year, in the agency's tab-separated export with its footnotes."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow(
        ["Notes", "County", "County Code", "Year", "Year Code", "Deaths", "Population", "Crude Rate"]
    )
    expected = {}
    for (place, (year, _)), cell in table.items():
        deaths = number_as_written(cell, commas) if isinstance(cell, int) else WONDER_WORDS[cell]
        rate = "Unreliable" if isinstance(cell, int) else WONDER_WORDS[cell]
        name = f"{places()[place].name}, {places()[place].abbreviation}"
        people = "Missing" if cell == "missing" else "55601"
        writer.writerow(["", name, code_as_written(place, zeros), year, year, deaths, people, rate])
        expected[place, f"{year}-01-01", f"{year}-12-31"] = (
            (cell, "ok") if isinstance(cell, int) else (None, cell)
        )
    footnotes = '"---"\n"Dataset: Multiple Cause of Death"\n"Suppressed: see the caveats, ""1 to 9""."\n'
    return written.getvalue() + footnotes, expected


PARTNER_WORDS = {"suppressed": "<5", "missing": "", "not_reported": "n/r", "not_participating": "none"}
PARTNER = mapping(
    indicator="ed_visits",
    unit="visits",
    period={"kind": "month", "year": "Year", "month": "Month"},
    value={
        "column": "Responses",
        "markers": {word: status for status, word in PARTNER_WORDS.items()},
        "nines": "figures",
    },
)


def partner(table, zeros, commas):
    """Visits in a month, in a partner's own words."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["FIPS", "Year", "Month", "Responses"])
    expected = {}
    for (place, (year, month)), cell in table.items():
        count = number_as_written(cell, commas) if isinstance(cell, int) else PARTNER_WORDS[cell]
        writer.writerow([code_as_written(place, zeros), year, month, count])
        key = (place, f"{year}-{month:02d}-01", last_day(year, month))
        expected[key] = (cell, "ok") if isinstance(cell, int) else (None, cell)
    return written.getvalue(), expected


@dataclass(frozen=True)
class Route:
    """A way into the extract: how the table is written and loaded, and how its figures are asked for."""

    write: Callable[..., tuple[str, Facts]]
    load: Callable[[Path], Harvest]
    absences: tuple[str, ...]
    numbers: st.SearchStrategy[int]
    asked: str
    basis: str
    kind: str
    unit: str
    whole_years: bool = False


def of_agency(path):
    return harvest([path], lambda path: None)


ROUTES = {
    "vsrr_county": Route(
        vsrr_county,
        of_agency,
        ("suppressed", "missing"),
        SHOWN,
        "indicator=deaths&source=vsrr_county",
        "residence",
        "12-month-ending",
        "deaths",
    ),
    "wonder_county": Route(
        wonder,
        of_agency,
        tuple(WONDER_WORDS),
        SHOWN,
        "indicator=deaths&source=wonder_county",
        "residence",
        "year",
        "deaths",
        whole_years=True,
    ),
    "mapping": Route(
        partner,
        lambda path: harvest_mapped(path, PARTNER),
        tuple(PARTNER_WORDS),
        st.integers(0, 9_999),
        "indicator=ed_visits&source=user_test",
        "occurrence",
        "month",
        "visits",
    ),
}


@st.composite
def tables(draw, route):
    """Place and month → count or the status of its absence."""
    months = draw(st.lists(MONTHS, min_size=1, max_size=2, unique=True))
    if route.whole_years:
        months = sorted({(year, 12) for year, _ in months})
    keys = st.tuples(st.sampled_from(ALWAYS_TRIED) | st.sampled_from(COUNTIES), st.sampled_from(months))
    cells = route.numbers | st.sampled_from(route.absences)
    return draw(st.dictionaries(keys, cells, min_size=1, max_size=20))


def as_facts(rows):
    """Rows of the API, JSON or CSV, as facts."""
    return {
        (row["place"], row["period_start"], row["period_end"]): (
            None if row["value"] in (None, "") else float(row["value"]),
            row["status"],
        )
        for row in rows
    }


def map_file(extracts, edition, outlines, query):
    """Rows of the map's CSV."""
    server = FastAPI()
    server.include_router(downloads.router(Store(extracts, edition), outlines))
    answer = ask(server, f"/download/map.csv?{query}")
    assert answer.status_code == 200
    lines = answer.content.decode("utf-8-sig").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("# ")))


# Every example publishes an extract, so a failing one is told as it was found.
MODEST = settings(
    max_examples=examples(4, 80),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", ROUTES)
@MODEST
@given(data=st.data())
def test_a_legal_table_survives_from_the_file_to_every_download(name, outlines, data):
    route = ROUTES[name]
    table = data.draw(tables(route))
    text, expected = route.write(table, data.draw(st.booleans()), data.draw(st.booleans()))
    line_end, encoding = data.draw(
        st.sampled_from([("\n", "utf-8"), ("\r\n", "utf-8-sig"), ("\n", "latin-1")])
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "download.csv"
        path.write_bytes(text.replace("\n", line_end).encode(encoding))
        found = route.load(path)
        assert [(report.outcome, report.quarantined) for report in found.reports] == [("loaded", 0)]
        extracts = Path(folder) / "extracts"
        edition = "partner" if name == "mapping" else "public"
        publish_harvest(found, extracts, edition)

        client = Client(extracts, edition)
        told = client.observations(f"{route.asked}&limit=7")
        assert len(told) == len(expected)
        assert as_facts(told) == expected
        assert {(row["basis"], row["period_kind"], row["drug"]) for row in told} == {
            (route.basis, route.kind, "all")
        }
        _, cells = comments_and_rows(client.ask(f"/api/v1/observations?{route.asked}&format=csv").text)
        assert len(cells) == len(expected)
        assert as_facts(cells) == expected

        for end in {end for _, _, end in expected}:
            view = f"{route.asked}&measure=count&level=county&kind={route.kind}&period={end}"
            rows = map_file(extracts, edition, outlines, view)
            # The map lists counties the table is silent about as missing too.
            shown = {
                row["place"]: (float(row[route.unit]) if row[route.unit] else None, row["status"])
                for row in rows
                if row["status"] != "missing"
            }
            of_period = {place: fact for (place, _, last), fact in expected.items() if last == end}
            assert shown == {place: fact for place, fact in of_period.items() if fact[1] != "missing"}
            silent = {row["place"] for row in rows if row["status"] == "missing"}
            drawn = set(outlines.county_places)
            assert {place for place, fact in of_period.items() if fact[1] == "missing"} & drawn <= silent
            assert all(row[route.unit] == "" for row in rows if row["place"] in silent)
