"""What holds of every loader: recognized however a file is dressed, and by the contract."""

import random

import pandas as pd
import pytest
from agency_files import CBP, CENSUS, COUNTY, FORMS, ONE_ROW, simulated
from observed import in_order, only, value

from model.observations import COLUMNS


@pytest.mark.parametrize("source", FORMS)
@pytest.mark.parametrize(
    "dressing",
    ["plain", "shuffled", "bom", "crlf", "cr", "trailing", "trailing twice", "trailing rows", "capitals"]
    + ["unknown"],
)
def test_recognized_and_read_alike_however_the_file_is_dressed(harvested, source, dressing):
    form = FORMS[source]
    plain = only(harvested(plain=ONE_ROW[source]))
    header = random.Random(7).sample(form.header, len(form.header))
    dressed = {
        "plain": ONE_ROW[source],
        "shuffled": form.text({}, columns=header),
        "bom": b"\xef\xbb\xbf" + ONE_ROW[source].encode(),
        "crlf": form.text({}, newline="\r\n"),
        "cr": form.text({}, newline="\r"),
        "trailing": ONE_ROW[source].replace("\n", ",\n"),
        "trailing twice": ONE_ROW[source].replace("\n", ",,\n"),
        "trailing rows": form.text() + ONE_ROW[source].removeprefix(form.text()).replace("\n", ",\n"),
        "capitals": ONE_ROW[source].replace(form.text(), form.text().upper()),
        "unknown": ONE_ROW[source].replace("\n", ",New Column\n", 1).rstrip("\n") + ",x\n",
    }[dressing]
    found = harvested(plain=dressed)
    pd.testing.assert_frame_equal(in_order(only(found)), in_order(plain))
    assert found.reports[0].source == source


def test_a_mark_before_a_quoted_header_with_a_newline_does_not_break_it(harvested):
    columns = ["Month (abbv)", *(name for name in CBP.header if name != "Month (abbv)")]
    text = CBP.text({}, columns=columns).replace("Month (abbv)", '"Month\n(abbv)"')
    found = only(harvested(a=b"\xef\xbb\xbf" + text.encode()))
    assert value(found, place="US", indicator="seized_weight", period_end="2023-10-31") == 10.5


def test_loaded_from_any_folder_and_under_any_name(command, tmp_path):
    deep = tmp_path / "in" / "a b" / "Ñ [1]"
    deep.mkdir(parents=True)
    (deep / "download (3).txt").write_text(ONE_ROW["vsrr_county"])
    result = command("ingest", tmp_path / "in", "--extracts", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Ñ [1]/download (3).txt" in result.stdout


@pytest.mark.parametrize("source", FORMS)
def test_every_observation_has_the_columns_of_the_contract(harvested, source):
    assert list(only(harvested(a=ONE_ROW[source])).columns) == list(COLUMNS)


CHANGED_COUNTIES = [
    *(f"090{number:02}" for number in range(1, 16, 2)),
    *(f"091{number}0" for number in range(1, 10)),
    *("46113", "46102", "02270", "02158", "51515", "51019", "02261", "02063", "02066", "15005"),
]


@pytest.mark.parametrize("source", ["vsrr_county", "census_population"])
def test_counties_that_changed_keep_the_code_of_their_file(harvested, source):
    if source == "vsrr_county":
        text = COUNTY.text(*({"fips": code.lstrip("0")} for code in CHANGED_COUNTIES))
    else:
        text = CENSUS.text(*({"state": code[:2], "county": code[2:]} for code in CHANGED_COUNTIES))
    assert set(only(harvested(a=text))["place"]) == set(CHANGED_COUNTIES)


@pytest.mark.parametrize("source", FORMS)
def test_a_simulated_file_says_so_wherever_it_is_copied(harvested, source):
    found = harvested(renamed=simulated(ONE_ROW[source]))
    assert found.sources[source].simulated
    assert len(only(found)) == len(only(harvested(renamed=ONE_ROW[source])))
