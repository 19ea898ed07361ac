"""The data page says of every source where it comes from, how recent it is and whether it changed."""

import json
from pathlib import Path

import pytest
from agency_files import CBP, COUNTY, SUPPRESSED_COUNTY, census_text
from publishing import publish
from support import write_files

from model import catalog
from pages import data_sources
from queries.store import Store

pytestmark = pytest.mark.extract


def county_file(day, *counts):
    """A county file of one period; a count of None is suppressed."""
    rows = []
    for position, count in enumerate(counts):
        hidden = {"provisional_drug_overdose_deaths": "", "footnote": SUPPRESSED_COUNTY}
        shown = {"provisional_drug_overdose_deaths": count, "footnote": ""}
        rows.append({"data_as_of": day, "fips": 39001 + 2 * position, **(hidden if count is None else shown)})
    return COUNTY.text(*rows)


@pytest.fixture
def page(tmp_path):
    """Publishes files one folder after the other, and returns the page's tables by their caption."""
    extracts = tmp_path / "extracts"

    def show(number, **contents):
        folder = write_files(tmp_path / f"folder-{number}", contents)
        publish(folder, extracts)
        return tables_of(data_sources.content(Store(extracts)))

    return show


def tables_of(parts):
    found = {}
    for part in parts:
        plain = json.loads(json.dumps(part, default=lambda each: each.to_plotly_json()))
        for table in _tables(plain):
            found[table["caption"]] = [[_text(cell) for cell in row] for row in table["rows"]]
    return found


def _tables(node):
    if isinstance(node, dict):
        if "data-table" in node:
            yield json.loads(node["data-table"])
        for value in node.values():
            yield from _tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from _tables(value)


def _text(cell):
    return cell if isinstance(cell, str) else "".join(text for text, _, _ in cell)


CHANGES = "Changes since the previous extract"
FRESHNESS = "Every source, its vintage, and whether newer figures are to be had"


def test_what_changed_is_counted_with_its_direction_and_size(page):
    page(1, county=county_file("05/11/2025", 100, 200, 12, None, 40, 50))
    after = page(2, county=county_file("08/10/2025", 110, 190, None, 15, 40, 53))
    told = {row[2]: row[3:] for row in after[CHANGES]}
    assert told["values revised"][0] == "3"
    # 100 to 110 is 10%, 200 to 190 is 5%, 50 to 53 is 6%.
    assert told["values revised"][2] == "2 up, 1 down; half of them by less than 6.0%"
    assert told["figures newly withheld"][0] == "1"
    assert told["figures newly released"][0] == "1"
    revised = {row[0]: row[4:] for row in after["The values revised most"]}
    assert revised["Adams County, OH"] == ["100", "110"]
    assert revised["Allen County, OH"] == ["200", "190"]


def test_a_first_extract_has_nothing_to_compare_with(page):
    assert CHANGES not in page(1, county=county_file("05/11/2025", 100))


def test_each_source_says_its_vintage_and_that_the_copy_is_old(page):
    row = page(1, county=county_file("05/11/2025", 100, None))[FRESHNESS][0]
    assert row[0].startswith("CDC/NCHS: VSRR Provisional County-Level")
    assert row[1] == "31 December 2024"
    assert row[2] == "11 May 2025"
    # Expected some eight months after the period's end, which is past; the copy is old, nobody is late.
    assert row[5].startswith("this copy ends 31 December 2024; newer figures have probably been published")
    assert "late" not in row[5]
    assert row[7:] == ["2", "0"]


def test_refused_rows_are_counted_beside_their_source_and_file(page):
    bad = COUNTY.text({"fips": 39001}, {"fips": 39003}, {"fips": "nowhere"})
    shown = page(1, county=bad)
    assert shown[FRESHNESS][0][8] == "1"
    assert shown["Files read, and rows refused"][0][2:7] == ["loaded", "3", "2", "0", "1"]


def test_withheld_figures_are_counted_by_state(page):
    shown = page(1, county=county_file("05/11/2025", 100, None, 12, None))
    title = "CDC/NCHS: VSRR Provisional County-Level Drug Overdose Death Counts"
    assert shown[f"Suppressed figures by state, {title}"] == [["Ohio", "4", "2", "50.0%", "0"]]


def test_the_dictionary_holds_every_indicator_published_and_every_status(page):
    shown = page(1, county=county_file("05/11/2025", 100), people=census_text(), seizures=CBP.text({}))
    for indicator in ("deaths", "population", "seized_weight", "seized_events"):
        entry = catalog.INDICATORS[indicator]
        facts = dict(shown[entry.label])
        assert facts["Id"] == indicator
        assert facts["Definition"] == entry.definition
        assert facts["Unit"] == entry.unit
    assert [row[0] for row in shown["What each status means"]] == list(catalog.STATUS_WORDS)
    assert catalog.INDICATORS["svi"].label not in shown


def test_simulated_data_is_called_simulated(simulated_extract):
    parts = data_sources.content(Store(simulated_extract))
    assert "Simulated" in str(parts[0])
    assert all(row[0].startswith("Simulated, in the format of") for row in tables_of(parts)[FRESHNESS])


def test_without_an_extract_the_page_says_what_to_do(tmp_path):
    assert "python -m data simulate" in str(data_sources.content(Store(Path(tmp_path / "none"))))
