"""CDC WONDER county deaths by year: the trimmed file and the agency's own export."""

import pandas as pd
import pytest
from observed import matching, only, value

from data.pipeline.harvest import files_under, harvest
from data.sources.recognition import recognize
from data.sources.table import read_sheets

TRIMMED = "FIPS,Deaths,Population,Crude Rate\n"
CAVEATS = (
    '"---"\n"Dataset: Multiple Cause of Death, 1999-2020"\n"Query Parameters:"\n"Year/Month: 2018"\n'
    '"Group By: County"\n"---"\n"Caveats:"\n"1. Rates on fewer than 20 are ""unreliable"", '
    'see http://wonder.cdc.gov/wonder/help/mcd.html#Unreliable."\n'
)
BY_COUNTY = '"Notes"\t"County"\t"County Code"\t"Deaths"\t"Population"\t"Crude Rate"\n'
BY_YEAR = '"Notes"\t"County"\t"County Code"\t"Year"\t"Year Code"\t"Deaths"\t"Population"\t"Crude Rate"\n'


@pytest.fixture
def trimmed(harvested):
    """Loads a trimmed file of 2018 with the given lines."""
    return lambda *lines: harvested(
        **{"2018_cdc_wonder_raw_mortality": TRIMMED + "".join(f"{x}\n" for x in lines)}
    )


def test_a_trimmed_file_takes_its_year_from_its_name(trimmed):
    found = only(trimmed("1003,62,218022,28.44"))
    wanted = {
        "source": "wonder_county",
        "indicator": "deaths",
        "drug": "all",
        "place": "01003",
        "basis": "residence",
        "period_kind": "year",
        "period_start": "2018-01-01",
        "period_end": "2018-12-31",
        "status": "ok",
        "as_of": "2018-12-31",
    }
    assert value(found, **wanted) == 62
    assert found[["numerator", "denominator"]].to_numpy().tolist() == [[62, 218022]]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wonder", "no year in its name"),
        ("Multiple Cause of Death, 1999-2020", "several years in its name"),
        ("export 20181231", "no year in its name"),
    ],
)
def test_without_one_year_in_its_name_a_trimmed_file_says_what_to_do(harvested, name, words):
    found = harvested(**{name: TRIMMED + "1003,62,218022,28.44\n"})
    assert found.reports[0].outcome == "failed"
    assert words in found.reports[0].problem
    assert "name the file" in found.reports[0].problem


@pytest.mark.parametrize("code", ["01003", "1003", "1003.0"])
def test_county_codes_get_their_leading_zero_back(trimmed, code):
    assert value(only(trimmed(f"{code},62,218022,28.44")), place="01003") == 62


@pytest.mark.parametrize(
    ("cells", "expected", "population"),
    [
        ("Suppressed,27457,Suppressed", "suppressed", 27457),
        ("10,57322,Unreliable", 10, 57322),
        ("0,10914,Unreliable", 0, 10914),
        ('"1,055","1,218,022",86.62', 1055, 1218022),
        ("Missing,Missing,Missing", "missing", None),
        ("0,0,Unreliable", "missing", None),
        ("11,0,Unreliable", 11, None),
        ("267,Not Available,Not Available", 267, None),
        ("Not Available,Not Available,Not Available", "not_reported", None),
    ],
)
def test_markers_say_why_there_is_no_figure_and_a_count_stands_without_its_rate(
    trimmed, cells, expected, population
):
    found = only(trimmed("1003,62,218022,28.44", f"9001,{cells}"))
    assert value(found, place="09001") == expected
    denominator = matching(found, place="09001")["denominator"].item()
    assert (None if pd.isna(denominator) else denominator) == population


def test_a_county_merged_in_2013_keeps_its_own_row(trimmed):
    found = only(trimmed("51019,11,78000,Unreliable", "51515,Missing,Missing,Missing"))
    assert value(found, place="51019") == 11
    assert value(found, place="51515") == "missing"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Baldwin,62,218022,28.44", "fips: not a county FIPS code: 'Baldwin'"),
        ("1005,,218022,28.44", "deaths: empty: ''"),
        ("1005,Unreliable,218022,28.44", "deaths: not a number: 'Unreliable'"),
        ("1005,62,many,28.44", "population: not a number: 'many'"),
        ("1003,63,218022,28.9", "repeats an earlier row of the same county and year"),
    ],
)
def test_a_bad_row_is_refused_and_no_other(trimmed, line, reason):
    found = trimmed("1003,62,218022,28.44", "1001,11,55601,Unreliable", line)
    assert found.quarantine[0][["line", "reason"]].to_numpy().tolist() == [[4, reason]]
    assert sorted(found.observations[0]["place"]) == ["01001", "01003"]


def test_the_agencys_export_by_year_with_totals_and_caveats(harvested):
    rows = (
        '\t"Autauga County, AL"\t"01001"\t"2018"\t"2018"\t"Suppressed"\t"55601"\t"Suppressed"\n'
        '\t"Autauga County, AL"\t"01001"\t"2019"\t"2019"\t"11"\t"55869"\t"Unreliable"\n'
        '\t"Baldwin County, AL"\t"01003"\t"2018 (provisional)"\t"2018"\t62\t218022\t28.4\n'
        '\t"Baldwin County, AL"\t"01003"\t"2019"\t"2019"\t40\t223234\t17.9\n'
        '"Total"\t"Baldwin County, AL"\t"01003"\t\t\t102\t441256\t23.1\n'
    )
    found = harvested(**{"Multiple Cause of Death, 1999-2020": BY_YEAR + rows + CAVEATS})
    report = found.reports[0]
    assert (report.outcome, report.source, report.rows, report.quarantined) == (
        "loaded",
        "wonder_county",
        5,
        1,
    )
    assert report.set_aside == 8
    assert found.quarantine[0]["reason"].tolist() == ["a total, not one county and year"]
    observations = found.observations[0]
    assert len(observations) == 4
    assert value(observations, place="01003", period_end="2018-12-31") == 62
    assert value(observations, place="01001", period_start="2018-01-01") == "suppressed"
    assert value(observations, place="01001", period_end="2019-12-31") == 11
    assert set(observations["as_of"]) == {pd.Timestamp("2019-12-31")}


@pytest.mark.parametrize("county", ["County", "Residence County"])
def test_the_agencys_export_without_years_takes_it_from_the_name(tmp_path, county):
    path = tmp_path / "Underlying Cause of Death 2018.txt"
    header = BY_COUNTY.replace("County", county)
    path.write_text(header + '\t"Baldwin County, AL"\t"01003"\t62\t218022\t28.4\n' + CAVEATS)
    found = harvest(files_under(path), lambda path: None)
    assert value(only(found), place="01003", period_end="2018-12-31") == 62


def test_other_wonder_tables_are_not_taken_for_counties(tmp_path):
    path = tmp_path / "months.txt"
    path.write_text(
        '"Notes"\t"Month"\t"Month Code"\tDeaths\tPopulation\tCrude Rate\n\t"Jan., 2021"\t"2021/01"\t1\t2\t3\n'
    )
    assert recognize(read_sheets(path)[0]) is None
