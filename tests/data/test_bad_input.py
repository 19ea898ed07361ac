"""Files that are broken, cut, mislabeled or nonsense: nothing is lost, and the message says what to do."""

import io
import os
import zipfile

import pandas as pd
import pytest
from agency_files import CBP, CENSUS, COUNTY, FORMS, ONE_ROW, STATE, SUPPRESSED_COUNTY, simulated
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from observed import rows_add_up

from data.cli.show import matching
from data.pipeline.harvest import files_under, harvest

pytestmark = pytest.mark.extract

ZIPPED = io.BytesIO()
with zipfile.ZipFile(ZIPPED, "w") as archive:
    archive.writestr("inner.csv", ONE_ROW["vsrr_county"])


def good_counties(count):
    return [{"fips": 1001 + 2 * number} for number in range(count)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty: download it again"),
        (b"\n \n,,\n", "no loader knows this header"),
        (ZIPPED.getvalue(), "zip archive or Excel workbook: unpack it"),
        (b"\x1f\x8b\x08\x00" + bytes(30), "gzip-compressed: unpack it"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "HTML page"),
        (b"\n  <HTML><head>", "HTML page"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"%PDF-1.7", "a PDF"),
        (ONE_ROW["vsrr_county"].encode("utf-16"), "not a text file"),
        (b"place,deaths\n39,4\n", "no loader knows this header"),
        (b'"' + b"x" * 200_000, "no loader knows this header"),
    ],
)
def test_what_is_not_an_agency_table_is_named_with_the_mend(harvested, content, words):
    found = harvested(VSRR_deaths=content)
    assert [report.outcome for report in found.reports] == ["not recognized"]
    assert words in found.reports[0].problem


@pytest.mark.parametrize("source", FORMS)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda form: form.text(), "a header and no rows: download it again"),
        (lambda form: form.text({}, {})[:-25], "cut off in the middle of line"),
        (lambda form: form.text({}) + 'x,"open quote\n1,2', "misquoted at line"),
        (lambda form: form.text({}).replace("\n", f",{form.header[0]}\n", 1), "twice: keep one"),
        (
            lambda form: form.text() + ",".join(["nonsense"] * len(form.header)) + "\n",
            "make no sense (line 2",
        ),
        (lambda form: form.text() + "a,b\n" * 9, "cells where the header has"),
    ],
    ids=["header-only", "cut-mid-row", "cut-in-quotes", "column-twice", "nonsense", "misshapen"],
)
def test_a_recognized_file_that_is_broken_fails_with_the_mend(harvested, source, content, words):
    found = harvested(any_name=content(FORMS[source]))
    report = found.reports[0]
    assert (report.outcome, report.source) == ("failed", source)
    assert words in report.problem
    assert "download it again" in report.problem or "keep one" in report.problem
    rows_add_up(found)


def test_rows_of_a_file_that_is_mostly_nonsense_are_all_quarantined(harvested):
    rows = [*good_counties(2), {"fips": "x"}, {"year": "y"}, {"provisional_drug_overdose_deaths": "z"}]
    found = harvested(a=COUNTY.text(*rows))
    refused = rows_add_up(found)
    assert (found.reports[0].rows, found.reports[0].quarantined) == (5, 5)
    assert refused["line"].tolist() == [2, 3, 4, 5, 6]
    assert refused["reason"].str.contains("most of the file makes no sense").sum() == 2


BAD_CELLS = [
    (COUNTY, "provisional_drug_overdose_deaths", "-5", "below zero"),
    (COUNTY, "provisional_drug_overdose_deaths", "NaN", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "inf", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "-Infinity", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "1e999", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "9" * 40, "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "1,5", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "12,34,5", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "0x1F", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "١٢", "not a number"),
    (COUNTY, "provisional_drug_overdose_deaths", "Suppressed", "not a number"),
    (COUNTY, "year", "24", "not a year"),
    (COUNTY, "year", "2024.5", "not a year"),
    (COUNTY, "year", "1066", "not a year"),
    (COUNTY, "year", "2099", "not a year"),
    (COUNTY, "year", "", "not a year"),
    (COUNTY, "month", "13", "unknown word"),
    (COUNTY, "month", "0", "unknown word"),
    (COUNTY, "data_as_of", "08/09/26", "not a date"),
    (COUNTY, "data_as_of", "2026-13-01", "not a date"),
    (COUNTY, "data_as_of", "01/01/2999", "not a day of this data set"),
    (COUNTY, "fips", "", "not a county FIPS code"),
    (COUNTY, "fips", "Baldwin", "not a county FIPS code"),
    (COUNTY, "fips", "1000", "not a county FIPS code"),
    (STATE, "state", "XX", "unknown state"),
    (STATE, "year", "2024.9", "not a year"),
    (STATE, "year", "9999", "not a year"),
    (STATE, "month", "Brumaire", "unknown word"),
    (STATE, "period", "monthly", "not 12-month-ending"),
    (STATE, "indicator", "Number of Something", "unknown word"),
    (STATE, "data_value", "", "no count and no reason for it"),
    (STATE, "predicted_value", "many", "not a number"),
    (STATE, "percent_pending_investigation", "--", "not a number"),
    (CBP, "fy", "0000", "not a year"),
    (CBP, "fy", "9999", "not a year"),
    (CBP, "fy", "24", "not a year"),
    (CBP, "fy", "", "not a year"),
    (CBP, "month_abbv", "Q1", "unknown word"),
    (CBP, "drug_type", "Catnip", "unknown word"),
    (CBP, "area_of_responsibility", "", "empty"),
    (CBP, "sum_qty_lbs", "", "no weight"),
    (CBP, "count_of_event", "", "no weight or no number"),
    (CBP, "sum_qty_lbs", "-0.1", "below zero"),
    (CENSUS, "state", "AL", "not a state or county code"),
    (CENSUS, "county", "000", "not a state or county code"),
    (CENSUS, "sumlev", "160", "unknown word"),
    (CENSUS, "popestimate2022", "", "no estimate"),
    (CENSUS, "popestimate2022", "X", "not a number"),
]


@pytest.mark.parametrize(("form", "column", "cell", "reason"), BAD_CELLS)
def test_one_bad_cell_refuses_its_row_and_no_other(harvested, form, column, cell, reason):
    good = {
        id(COUNTY): [{"fips": 39061}, {"fips": 39009}],
        id(STATE): [{"state": "AL"}, {"state": "US"}],
        id(CBP): [{"month_abbv": "NOV"}, {"month_abbv": "DEC"}],
        id(CENSUS): [{"county": "003"}, {"county": "005"}],
    }[id(form)]
    found = harvested(a=form.text(good[0], {column: cell}, good[1]))
    alone = harvested(a=form.text(*good))
    refused = rows_add_up(found)
    assert found.reports[0].outcome == "loaded", found.reports
    assert refused["line"].tolist() == [3]
    assert reason in refused["reason"].iloc[0]
    pd.testing.assert_frame_equal(found.observations[0], alone.observations[0])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_repeated_row_counts_once(harvested, form):
    other = {"state": "AL"} if form in (STATE,) else {"year": "2023"} if form is COUNTY else {}
    other = other or ({"county": "003"} if form is CENSUS else {"month_abbv": "NOV"})
    found = harvested(a=form.text({}, other, {}))
    once = harvested(a=form.text({}, other))
    refused = rows_add_up(found)
    assert refused["line"].tolist() == [4]
    assert "repeats an earlier row" in refused["reason"].iloc[0]
    pd.testing.assert_frame_equal(found.observations[0], once.observations[0])


def test_a_refused_repetition_leaves_no_predicted_value_behind(harvested):
    found = harvested(a=STATE.text({}, {"state": "AL"}, {"predicted_value": "3100"}))
    assert rows_add_up(found)["line"].tolist() == [4]
    assert "predicted" not in set(found.observations[0]["status"])


def test_a_misprinted_year_cannot_pass_for_the_newest_vintage(harvested):
    found = harvested(a=STATE.text({}, {"state": "AL"}, {"state": "US", "year": "2098"}))
    assert found.observations[0]["as_of"].unique().tolist() == [pd.Timestamp("2024-12-31")]


def test_a_row_with_too_many_or_too_few_cells_is_quarantined_as_it_came(harvested):
    good = COUNTY.text(*good_counties(4))
    found = harvested(a=good + "1,2,3\n" + ",".join(["y"] * 30) + "\n")
    refused = rows_add_up(found)
    assert refused["line"].tolist() == [6, 7]
    assert refused["row"].iloc[0] == "1 | 2 | 3"
    assert "3 cells where the header has 17" in refused["reason"].iloc[0]


def test_lines_are_counted_in_the_file_even_past_quoted_newlines(harvested):
    rows = [{"countyname": "Bald\nwin"}, {"fips": 1005}, {"fips": "no"}]
    refused = rows_add_up(harvested(a=COUNTY.text(*rows)))
    assert refused["line"].tolist() == [5]


# --- through the command line ---


def test_a_broken_file_keeps_the_last_good_observations_and_the_others_are_taken(command, published, files):
    before = matching(published, "deaths", None, None, None)
    cut = COUNTY.text(*good_counties(5), {"fips": "1003", "countyname": 'a "cut'})[:-60]
    folder = files(counties=cut, states=STATE.text({"year": 2025, "month": "January", "data_value": 77}))
    result = command("ingest", folder, "--extracts", published)
    assert result.exit_code == 1
    assert "failed" in result.stdout
    assert "download it again" in result.stdout
    after = matching(published, "deaths", None, None, None)
    counties = after[after["source"] == "vsrr_county"].reset_index(drop=True)
    pd.testing.assert_frame_equal(counties, before[before["source"] == "vsrr_county"].reset_index(drop=True))
    assert 77 in after["value"].tolist()


def test_the_quarantine_is_written_with_file_line_and_reason(command, files, tmp_path):
    folder = files(counties=COUNTY.text(*good_counties(3), {"fips": "[/red]", "countyname": "a,b"}))
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 0
    assert "Refused rows:" in result.stderr
    (path,) = (tmp_path / "x" / "quarantine").glob("*.csv")
    refused = pd.read_csv(path)
    assert refused.loc[0, ["line", "reason"]].tolist() == [5, "fips: not a county FIPS code: '[/red]'"]
    assert refused.loc[0, "file"] == str(folder / "counties.csv")
    assert str(path) in result.stderr.replace("\n", "")


def test_rows_of_a_file_that_could_not_be_loaded_are_written_out_too(command, files, tmp_path):
    folder = files(a=COUNTY.text({"fips": "[/bold]"}, {"fips": "y"}))
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "the extract is unchanged" in result.stderr
    (path,) = (tmp_path / "x" / "quarantine").glob("*.csv")
    assert pd.read_csv(path)["line"].tolist() == [2, 3]
    assert not (tmp_path / "x" / "current").exists()


def test_a_file_nobody_knows_is_listed_and_does_not_fail_the_rest(command, files, tmp_path):
    folder = files(zipped=ZIPPED.getvalue(), counties=ONE_ROW["vsrr_county"])
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 0
    assert "Not recognized (1):" in result.stdout
    assert "zipped.csv: is a zip archive" in result.stdout


@pytest.mark.parametrize("contents", [{}, {"a": b""}, {"a": b"x,y\n1,2\n"}])
def test_a_folder_with_nothing_to_load_publishes_nothing(command, files, tmp_path, contents):
    result = command("ingest", files(**contents) if contents else tmp_path, "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "Nothing could be loaded" in result.stderr


def test_a_folder_that_is_not_there_is_named(command, tmp_path):
    result = command("ingest", tmp_path / "[/b]", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "[/b]" in result.stderr


@pytest.mark.parametrize("name", ["[/bold]x", "[red]", "a'b", "ünï", "%s {0}"])
def test_file_names_are_shown_as_they_are(command, tmp_path, name):
    folder = tmp_path / "in" / name
    folder.mkdir(parents=True)
    (folder / "ok.csv").write_text(ONE_ROW["vsrr_county"])
    (folder / "no.csv").write_text("x,y\n1,2\n")
    result = command("ingest", tmp_path / "in", "--extracts", tmp_path / f"out {name.replace('/', '')}")
    assert result.exit_code == 0, result.output
    assert f"{name}/ok.csv" in result.stdout
    assert f"{name}/no.csv: no loader" in result.stdout


def test_a_file_name_that_is_no_text_is_shown_all_the_same(command, tmp_path):
    name = os.fsdecode(b"caf\xe9.csv")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_text(COUNTY.text(*good_counties(2), {"fips": "x"}))
    (folder / f"no {name}").write_text("x,y\n1,2\n")
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 0, result.output
    assert "caf\\udce9.csv" in result.stdout
    assert len(list((tmp_path / "x" / "quarantine").iterdir())) == 1


def test_where_nothing_can_be_written_the_message_says_so(command, small_folder, files, tmp_path):
    (tmp_path / "taken").write_text("a file")
    for arguments in (
        ("ingest", small_folder),
        ("ingest", files(a=COUNTY.text({"fips": "x"}))),
        ("rollback",),
    ):
        result = command(*arguments, "--extracts", tmp_path / "taken")
        assert result.exit_code == 1
        assert "taken cannot be written" in result.stderr
        assert "--extracts DIR" in result.stderr


def test_one_file_under_two_names_counts_once(command, files, tmp_path):
    folder = files(a=ONE_ROW["cbp_nationwide"], b=ONE_ROW["cbp_nationwide"], c=ONE_ROW["cbp_air_marine"])
    assert command("ingest", folder, "--extracts", tmp_path / "x").exit_code == 0
    found = matching(tmp_path / "x", "seized_weight", "fentanyl", "US", None)
    assert found["value"].tolist() == [10.5]


def test_simulated_and_real_files_of_one_source_are_never_mixed(command, files, tmp_path):
    folder = files(
        one=simulated(ONE_ROW["vsrr_county"]),
        two=COUNTY.text({"fips": "39061"}),
    )
    result = command("ingest", folder, "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "simulated and real files" in result.stderr
    assert not (tmp_path / "x" / "current").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--indicator", "death"], "Unknown indicator 'death'. Allowed: deaths,"),
        (["--indicator", "[/b]"], "Unknown indicator '[/b]'"),
        (["--indicator", "deaths", "--drug", "crack"], "Unknown drug 'crack'. Allowed: all,"),
        (["--indicator", "deaths", "--period", "2024"], "Write it as 2024-12"),
        (["--indicator", "deaths", "--period", "0000-01"], "Write it as 2024-12"),
        (["--indicator", "deaths", "--period", "20٢٤-01"], "Write it as 2024-12"),
        (["--indicator", "deaths", "--period", "2024-13"], "Write it as 2024-12"),
    ],
)
def test_show_names_the_allowed_words(command, published, arguments, words):
    result = command("show", *arguments, "--extracts", published)
    assert result.exit_code == 1
    assert words in result.stderr


def test_show_without_an_extract_says_how_to_make_one(command, tmp_path):
    result = command("show", "--indicator", "deaths", "--extracts", tmp_path / "none")
    assert result.exit_code == 1
    assert "python -m data simulate" in result.stderr


def test_show_prints_csv_with_the_contract_columns(command, published):
    result = command(
        "show", "--indicator", "deaths", "--place", "1003", "--period", "2024-12", "--extracts", published
    )
    rows = pd.read_csv(io.StringIO(result.stdout), dtype={"place": "str"})
    assert rows[["place", "value", "period_end", "status"]].to_numpy().tolist() == [
        ["01003", 56.0, "2024-12-31", "provisional"]
    ]


def test_show_tells_suppressed_from_zero(command, published):
    result = command("show", "--indicator", "deaths", "--period", "2023-12", "--extracts", published)
    rows = pd.read_csv(io.StringIO(result.stdout), dtype={"place": "str"}).set_index("place")
    assert (rows.at["39001", "status"], rows.at["01001", "status"]) == ("suppressed", "provisional")
    assert pd.isna(rows.at["39001", "value"])
    assert rows.at["01001", "value"] == 0


# --- anything at all ---

FOLDERS = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])


def harvest_of(folder, content):
    folder.mkdir(exist_ok=True)
    (folder / "a.csv").write_bytes(content)
    return harvest(files_under(folder), lambda path: None)


@FOLDERS
@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfe")
@example(b'"\r')
def test_random_bytes_never_crash_the_harvest(tmp_path, content):
    rows_add_up(harvest_of(tmp_path / "f", content))


CELLS = st.one_of(
    st.sampled_from(["", "0", "7", "1,234", "-1", "nan", "2024", "2024-12", "OH", "US", "December", "12"]),
    st.sampled_from([SUPPRESSED_COUNTY, "12 month-ending", "Number of Deaths", "08/09/2026", "39061", "050"]),
    st.text(max_size=12),
)


@FOLDERS
@given(st.sampled_from(sorted(FORMS)), st.lists(st.lists(CELLS, min_size=1, max_size=20), max_size=6))
def test_random_rows_under_a_true_header_never_crash_and_add_up(tmp_path, source, rows):
    header = ONE_ROW[source].splitlines()[0]
    body = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    content = f"{header}\n{body}\n".encode("utf-8", "surrogatepass")
    found = harvest_of(tmp_path / "f", content)
    rows_add_up(found)
    assert "unexpected content" not in found.reports[0].problem


@FOLDERS
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_true_rows_with_changed_cells_never_crash_and_add_up(tmp_path, source, data):
    form = FORMS[source]
    rows = []
    for _ in range(data.draw(st.integers(1, 5))):
        cells = dict(form.cells)
        for column in data.draw(st.lists(st.sampled_from(form.header), max_size=2)):
            cells[column] = data.draw(CELLS)
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells.values()))
    content = "\n".join([ONE_ROW[source].splitlines()[0], *rows, ""]).encode("utf-8", "surrogatepass")
    found = harvest_of(tmp_path / "f", content)
    rows_add_up(found)
    report = found.reports[0]
    assert "unexpected content" not in report.problem
    if report.outcome == "loaded":
        assert report.rows >= len(rows)


@FOLDERS
@given(st.sampled_from(sorted(FORMS)), st.floats(0, 1))
def test_a_file_cut_anywhere_never_crashes(tmp_path, source, share):
    content = (ONE_ROW[source] + ONE_ROW[source].splitlines()[1].replace("1", "2") + "\n").encode()
    rows_add_up(harvest_of(tmp_path / "f", content[: int(len(content) * share)]))
