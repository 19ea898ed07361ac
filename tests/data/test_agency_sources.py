"""The real agency files beside the project, through the command line, against published figures."""

import io
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.extract.reading import open_extract

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
pytestmark = [
    pytest.mark.sources,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="no agency files in ../shared/sources"),
]


@pytest.fixture(scope="module")
def observations(real_extract):
    return pd.read_parquet(open_extract(real_extract).table("observations"))


def figures(frame, **wanted):
    """Rows that match; a period is a month, a list matches any of its words."""
    rows = frame
    for column, cell in wanted.items():
        if column == "period":
            rows = rows[pd.to_datetime(rows["period_end"]).dt.strftime("%Y-%m") == cell]
        elif column == "fiscal_year":
            rows = rows[pd.to_datetime(rows["period_end"]).between(f"{cell - 1}-10-01", f"{cell}-09-30")]
        else:
            rows = rows[rows[column].isin(cell if isinstance(cell, list) else [cell])]
    return rows


NATION = {"indicator": "deaths", "drug": "all", "place": "US"}
COUNTIES = {"indicator": "deaths", "drug": "all", "place_kind": "county", "source": "vsrr_county"}
FOUR_SOURCES = {
    "vsrr_state": 1,
    "vsrr_county": 1,
    "cbp_nationwide": 2,
    "cbp_air_marine": 2,
    "census_population": 2,
}
"""Files of each of the four agencies' sources whose every row is loaded."""
SEIZED = {"drug": "fentanyl", "place": "US", "source": "cbp_nationwide"}
CHECKED = [
    ({**NATION, "period": "2023-12", "status": "provisional"}, 106_881),
    ({**NATION, "period": "2023-12", "status": "predicted"}, 108_550),
    ({**NATION, "period": "2024-12", "status": "provisional"}, 80_719),
    ({**NATION, "period": "2024-12", "status": "predicted"}, 81_740),
    ({**NATION, "period": "2018-09", "status": "provisional"}, 68_421),
    ({**NATION, "place": "39", "period": "2025-02", "status": "provisional"}, 2_970),
    ({**COUNTIES, "period": "2024-12"}, 71_358),
    ({**COUNTIES, "period": "2025-12"}, 62_825),
    ({**SEIZED, "indicator": "seized_weight", "fiscal_year": 2023}, 27_022.85),
    ({**SEIZED, "indicator": "seized_events", "fiscal_year": 2023}, 1_351),
    ({**SEIZED, "indicator": "seized_weight", "fiscal_year": 2024}, 21_889.21),
    ({**SEIZED, "indicator": "seized_events", "fiscal_year": 2024}, 1_116),
    ({"indicator": "population", "place": "US", "period": "2024-12"}, 340_110_988),
]


@pytest.mark.parametrize(("wanted", "expected"), CHECKED)
def test_published_figures_are_in_the_extract(observations, wanted, expected):
    assert round(figures(observations, **wanted)["value"].sum(), 2) == expected


@pytest.mark.parametrize(("wanted", "expected"), CHECKED)
def test_published_figures_are_printed_by_show(real_extract, command, wanted, expected):
    given = {name: wanted[name] for name in ("indicator", "drug", "place", "period") if name in wanted}
    options = [text for name, value in given.items() for text in (f"--{name}", value)]
    result = command("show", *options, "--extracts", real_extract)
    assert result.exit_code == 0, result.output
    printed = pd.read_csv(io.StringIO(result.stdout), dtype={"place": "str"})
    assert round(figures(printed, **wanted)["value"].sum(), 2) == expected


def test_counties_of_2025_are_suppressed_zero_or_counted(observations):
    rows = figures(observations, **COUNTIES, period="2025-12")
    assert (rows["status"] == "suppressed").sum() == 1_629
    assert (rows["value"] == 0).sum() == 526
    assert set(rows["status"]) == {"suppressed", "provisional"}
    assert rows.loc[rows["value"] > 0, "value"].min() >= 10


def test_counties_of_2024_without_a_count_are_suppressed_or_absent(observations):
    rows = figures(observations, **COUNTIES, period="2024-12")
    assert set(rows.loc[rows["value"].isna(), "status"]) <= {"suppressed", "missing"}
    assert rows["place"].is_unique


def test_every_data_file_is_recognized_and_no_row_is_refused(real_extract):
    files = pd.read_parquet(open_extract(real_extract).table("files"))
    assert set(files["outcome"]) == {"loaded"}
    assert files["quarantined"].sum() == 0
    lying = {path.name for path in SOURCES.rglob("*") if path.is_file()}
    dictionaries = {name for name in lying if "Dictionary" in name}
    assert set(files["file"]) == lying - dictionaries
    printed = (real_extract / "printed.txt").read_text()
    assert f"Not data ({len(dictionaries)}):" in printed
    assert "Not recognized" not in printed
    for source, count in FOUR_SOURCES.items():
        assert (files["source"] == source).sum() == count


@pytest.mark.full
def test_ingesting_everything_again_changes_nothing(real_extract, command, tmp_path):
    extracts = tmp_path / "again"
    shutil.copytree(real_extract, extracts, symlinks=True)
    before = sorted(path.name for path in (extracts / "versions").iterdir())
    result = command("ingest", SOURCES, "--extracts", extracts)
    assert result.exit_code == 0
    assert "nothing new" in result.stderr
    assert sorted(path.name for path in (extracts / "versions").iterdir()) == before


def test_real_files_are_not_simulated(real_extract):
    assert not open_extract(real_extract).simulated


def test_new_york_city_and_the_rest_make_the_state(observations):
    rows = figures(observations, indicator="deaths", drug="all", period="2024-12", status="provisional")
    value = rows.set_index("place")["value"]
    assert value["36"] == value["NYC"] + value["NY-REST"]


def test_states_and_counties_keep_their_bases(observations):
    rows = figures(observations, indicator="deaths")
    bases = rows.groupby("place_kind")["basis"].unique().map(list).to_dict()
    assert bases.pop("county") == ["residence"]
    assert all(basis == ["occurrence"] for basis in bases.values())


def test_rates_of_the_old_connecticut_counties_have_no_population(observations):
    rows = figures(observations, **COUNTIES)
    without = rows[rows["denominator"].isna()]["place"]
    assert set(without) == {f"090{number:02d}" for number in range(1, 16, 2)}


def test_valdez_cordova_is_divided_by_chugach_and_copper_river(observations):
    rows = figures(observations, **COUNTIES, place="02261")
    parts = figures(observations, indicator="population", place=["02063", "02066"], period="2024-12")
    assert set(rows["denominator"]) == {parts["value"].sum()}


def test_populations_reach_from_2010_to_2024_with_the_newer_vintage_first(observations):
    rows = figures(observations, indicator="population", place="39")
    years = pd.to_datetime(rows["period_end"]).dt.year
    assert sorted(years) == list(range(2010, 2025))
    assert set(rows.loc[years >= 2020, "note"]) == {"vintage 2024"}
    assert set(rows.loc[years < 2020, "note"]) == {"vintage 2020"}


def test_air_and_marine_seizures_stay_apart(observations):
    rows = figures(observations, source="cbp_air_marine")
    assert "US" not in set(rows["place"])
    assert len(rows) > 0


def test_every_month_of_the_seizure_files_is_there(observations):
    rows = figures(observations, **SEIZED, indicator="seized_weight")
    months = pd.to_datetime(rows["period_end"]).dt.to_period("M")
    assert sorted(months) == list(pd.period_range("2018-10", "2025-12", freq="M"))
