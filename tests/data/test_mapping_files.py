"""Which file, sheet and rows a mapping is used on, and what becomes of them in an extract."""

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
import pytest
import yaml
from mapped_tables import GOOD, MAPPING, csv_text, figures, mapping, refusals

from data.cli.show import matching
from data.extract.reading import open_extract
from data.pipeline.harvest import harvest_mapped
from data.pipeline.ingest import publish_harvest

pytestmark = pytest.mark.extract


def test_a_missing_column_is_named_with_its_field_and_the_columns_there_are(brought):
    found = brought([["FIPS code", "Month", "Number"], ["39001", "2026-01", "1"]], mapping())
    assert found.reports[0].outcome == "failed"
    assert found.reports[0].problem == (
        "has no column 'fips' (place.column), 'count' (value.column); "
        "its columns: 'FIPS code', 'Month', 'Number'"
    )


def test_the_header_may_stand_below_a_title_and_column_names_in_any_case(brought):
    rows = [["A title"], [], ["fips ", "MONTH", "count", "Other"], ["39001", "2026-01", 1, ""]]
    found = brought(rows, mapping())
    assert figures(found, "place", "value") == [["39001", 1.0]]


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx", "parquet"])
def test_one_table_gives_the_same_from_every_kind_of_file(tmp_path, kind):
    path = tmp_path / f"table.{kind}"
    if kind in ("csv", "tsv"):
        path.write_text(csv_text(GOOD).replace(",", "," if kind == "csv" else "\t"))
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Not this sheet"])
        sheet = book.create_sheet("Counts")
        for row in GOOD:
            # As a spreadsheet program keeps them: codes as numbers, without leading zeros.
            sheet.append([int(row[0]), *row[1:]] if row is not GOOD[0] else row)
        book.save(path)
    else:
        frame = pd.DataFrame(GOOD[1:], columns=GOOD[0])
        parquet.write_table(pyarrow.Table.from_pandas(frame, preserve_index=False), path)
    found = harvest_mapped(path, mapping(sheet="Counts" if kind == "xlsx" else None))
    assert found.reports[0].problem == ""
    expected = [[f"39{number:03}", float(number)] for number in (1, 3, 5, 7, 9)]
    assert figures(found, "place", "value") == expected


@pytest.mark.parametrize(
    ("sheets", "named", "words"),
    [
        (["A", "B"], None, "has 2 sheets and the mapping names none: write one as sheet: 'A', 'B'"),
        (["A", "B"], "C", "has no sheet 'C'; its sheets: 'A', 'B'"),
    ],
)
def test_the_sheet_is_never_guessed(tmp_path, sheets, named, words):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        book.create_sheet(name).append(GOOD[0])
    book.save(tmp_path / "t.xlsx")
    found = harvest_mapped(tmp_path / "t.xlsx", mapping(sheet=named))
    assert found.reports[0].problem == words


def test_a_text_file_has_no_sheets(brought):
    assert "leave sheet out" in brought(GOOD, mapping(sheet="A")).reports[0].problem


def test_a_misshapen_row_is_quarantined(brought):
    found = brought([*GOOD, ["39011"]], mapping())
    assert refusals(found) == {7: "1 cells where the header has 3"}


SEXES = [["FIPS", "Month", "Count", "Sex", "Source"]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [
                ["39001", "2026-01", 5, "F", "a"],
                ["39001", "2026-01", 8, "M", "a"],
                ["39003", "2026-01", 1, "F", "a"],
            ],
            "2 of 3 rows are of the same place, period, drug and stratum as another (lines 2 and 3, say). "
            "Map what tells them apart, or add them up first: sex.",
        ),
        (
            [
                ["39001", "2026-01", 5, "F", "a"],
                ["39001", "2026-01", 8, "F", "a"],
                ["39003", "2026-01", 1, "F", "a"],
            ],
            "They differ in count alone: leave out those that do not hold, or add them up.",
        ),
        (
            [
                ["39001", "2026-01", 5, "F", "a"],
                ["39001", "2026-01", 5, "F", "a"],
                ["39003", "2026-01", 1, "F", "a"],
            ],
            "They are alike in every column: leave out the repeats, or add them up first.",
        ),
    ],
    ids=["a stratum", "figures", "nothing"],
)
def test_rows_of_one_fact_fail_the_file_and_what_tells_them_apart_is_named(brought, rows, words):
    found = brought([*SEXES, *rows], mapping())
    assert not found.complete and not found.observations
    assert found.reports[0].problem.endswith(words)


@pytest.mark.parametrize("cell", ["999", "9999", "99999.0", "-999"])
def test_a_code_for_no_figure_is_no_figure(brought, cell):
    found = brought([*GOOD, ["39011", "2026-01", cell]], mapping())
    assert "value.nines: figures" in refusals(found)[7]
    assert 999 not in [value for (value,) in figures(found, "value")]


def test_nines_are_figures_or_a_marker_where_the_mapping_says_so(brought):
    rows = [*GOOD, ["39011", "2026-01", "999"]]
    told = mapping(value=MAPPING["value"] | {"nines": "figures"})
    assert [value for place, value in figures(brought(rows, told), "place", "value") if place == "39011"] == [
        999.0
    ]
    marked = mapping(value=MAPPING["value"] | {"markers": {"*": "suppressed", "999": "missing"}})
    found = brought(rows, marked)
    assert [status for place, status in figures(found, "place", "status") if place == "39011"] == ["missing"]


def test_the_commonest_reason_is_told_first(brought):
    rows = [["39001", "2026-13", 1], *([f"3900{number}", "2026-01", "x"] for number in (3, 5, 7))]
    found = brought([GOOD[0], *rows], mapping())
    assert "line 3: count: not a number: 'x'" in found.reports[0].problem


def test_what_is_piped_is_not_cut(command, small_folder, tmp_path):
    long = tmp_path / "in" / ("a-name-as-long-as-files-of-health-departments-are-" * 2 + ".csv")
    long.parent.mkdir()
    long.write_text(csv_text([["FIPS", "Month"], ["39001", "2026-01"]]))
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    ran = command(
        "ingest", long, "--mapping", tmp_path / "m.yaml", "--edition", "partner", "--extracts", tmp_path / "x"
    )
    assert long.name in ran.stdout
    assert "its columns: 'FIPS', 'Month'" in ran.stdout


def test_figures_that_contradict_each_other_end_with_1_and_are_named(command, tmp_path):
    """Fentanyl is within the class of all drugs."""
    declared = MAPPING | {
        "indicator": "deaths",
        "unit": "deaths",
        "basis": "residence",
        "drug": {"column": "Drug", "words": {"All": "all", "Heroin": "heroin"}},
    }
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(declared))
    header = ["FIPS", "Month", "Count", "Drug"]
    for heroin, code in ((12, 0), (40, 1)):
        table = [header, ["39001", "2026-01", 30, "All"], ["39001", "2026-01", heroin, "Heroin"]]
        (tmp_path / "t.csv").write_text(csv_text(table))
        partner = ("--edition", "partner", "--extracts", tmp_path / f"x{heroin}")
        ran = command("ingest", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml", *partner)
        assert ran.exit_code == code, ran.stderr
        assert ("Check failed: drugs are within their classes" in ran.stderr) == bool(code)
        assert ("40 is above 30" in ran.stderr) == bool(code)


def test_a_table_that_the_mapping_does_not_fit_says_to_check_the_mapping(brought):
    found = brought([GOOD[0], ["Adams", "2026-01", 1], ["Allen", "2026-01", 2]], mapping())
    assert found.reports[0].outcome == "failed"
    assert found.reports[0].problem == (
        "2 of 2 rows make no sense (line 2: fips: not a county FIPS code: 'Adams'): "
        "check the mapping against the file"
    )
    assert len(refusals(found)) == 2


def test_a_table_that_says_it_is_simulated_is(brought):
    found = brought([[*GOOD[0], "Simulated"], [*GOOD[1], "simulated"]], mapping())
    assert found.simulated == {True}
    assert figures(found, "note") == [["simulated"]]


def test_a_source_keeps_its_catalog_entry_through_later_ingests(command, small_folder, tmp_path):
    published, partner = tmp_path / "x", ("--edition", "partner", "--extracts", tmp_path / "x")
    ran = command("ingest", small_folder, *partner)
    assert ran.exit_code == 0, ran.stderr
    entry = {"schedule": "weekly", "period_months": 1, "lag_days": 40, "page": "https://example.org/t"}
    declared = MAPPING | {"source": MAPPING["source"] | entry | {"caution": "A test."}}
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(declared))
    (tmp_path / "t.csv").write_text(csv_text(GOOD))
    arguments = ("ingest", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml", *partner)
    assert command(*arguments).exit_code == 0
    again = command(*arguments)
    assert "nothing new" in again.stderr
    # A later ingest of something else re-reads the source from the extract.
    later = [["FIPS", "Month", "Count"], ["39001", "2026-02", 2]]
    (tmp_path / "t2.csv").write_text(csv_text(later))
    other = {"id": "user_other", "agency": "O", "title": "O", "citation": "O"}
    (tmp_path / "m2.yaml").write_text(yaml.safe_dump(MAPPING | {"source": other}))
    arguments = ("ingest", tmp_path / "t2.csv", "--mapping", tmp_path / "m2.yaml", *partner)
    assert command(*arguments).exit_code == 0
    sources = pd.read_parquet(open_extract(published).table("sources")).set_index("source")
    kept = sources.loc["user_test"]
    assert (kept["agency"], kept["schedule"], kept["period_months"], kept["lag_days"], kept["page"]) == (
        "Test agency",
        "weekly",
        1,
        40,
        "https://example.org/t",
    )
    assert kept["caution"] == "A test."
    assert "vsrr_state" in sources.index
    assert matching(published, "ems_overdoses", None, "39009", "2026-01")["value"].tolist() == [9.0]


def test_a_later_table_without_a_place_does_not_withdraw_it(tmp_path):
    for day, rows in (("2026-03-01", GOOD), ("2026-04-01", GOOD[:5])):
        (tmp_path / "t.csv").write_text(csv_text(rows))
        publish_harvest(harvest_mapped(tmp_path / "t.csv", mapping(as_of=day)), tmp_path / "x", "partner")
    found = matching(tmp_path / "x", "ems_overdoses", None, "39009", None)
    assert found["value"].tolist() == [9.0]


def test_ingesting_a_folder_never_uses_a_mapping(command, files, tmp_path):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    folder = files(a=csv_text(GOOD))
    (folder / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "no loader knows this header" in result.stdout
    result = command("ingest", folder, "--mapping", tmp_path / "m.yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "A mapping is for one file" in result.stderr


def test_a_table_that_the_mapping_does_not_fit_keeps_the_extract(command, files, tmp_path):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING))
    table = files(a=csv_text([["FIPS", "Count"], ["39001", 1]])) / "a.csv"
    result = command("ingest", table, "--mapping", tmp_path / "m.yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "has no column 'month' (period.column); its columns: 'FIPS', 'Count'" in result.stdout
    assert "the extract is unchanged" in result.stderr


# --- periods that are not whole ---

BY_DAY = {"kind": "month", "column": "Month", "format": "%Y-%m-%d"}


def months_of(found):
    return {
        start[:7]: (value, status)
        for start, value, status in figures(found, "period_start", "value", "status")
    }


def test_a_month_after_the_last_day_covered_is_a_gap_and_no_fall(brought):
    rows = [GOOD[0], *(["39001", f"2026-0{month}", 80] for month in range(1, 7)), ["39001", "2026-07", 5]]
    whole = brought(rows, mapping(complete_through="2026-06-30"))
    assert months_of(whole)["2026-07"] == (None, "missing")
    assert months_of(whole)["2026-06"] == (80.0, "ok")
    (observations,) = whole.observations
    notes = observations.loc[observations["value"].isna(), "note"]
    assert set(notes) == {"not complete: the table is complete through 2026-06-30"}


def test_a_month_that_ends_after_the_day_of_the_figures_is_a_gap(brought):
    rows = [GOOD[0], ["39001", "2026-06", 80], ["39001", "2026-07", 5]]
    found = brought(rows, mapping(as_of="2026-07-05"))
    assert months_of(found) == {"2026-06": (80.0, "ok"), "2026-07": (None, "missing")}


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        # The rows are of single days, and the last one is not the end of its month.
        (("2025-05-31", "2025-06-28", "2025-07-05"), {"2025-07"}),
        (("2025-05-31", "2025-06-28", "2025-07-31"), set()),
        # The first day only names the month.
        (("2025-05-01", "2025-06-01", "2025-07-01"), set()),
    ],
)
def test_the_last_month_of_daily_rows_is_a_gap_where_it_does_not_reach_its_end(brought, days, gaps):
    rows = [GOOD[0], *(["39001", day, 80] for day in days)]
    found = months_of(brought(rows, mapping(period=BY_DAY, as_of=None)))
    assert {month for month, (value, _) in found.items() if value is None} == gaps


def test_later_figures_are_provisional_where_the_mapping_says_so(brought):
    rows = [GOOD[0], ["39001", "2025-05", 80], ["39001", "2025-06", 70], ["39001", "2025-07", "*"]]
    found = months_of(brought(rows, mapping(provisional_after="2025-05-31")))
    assert found == {
        "2025-05": (80.0, "ok"),
        "2025-06": (70.0, "provisional"),
        "2025-07": (None, "suppressed"),
    }
