"""The Social Vulnerability Index: a file in the agency's format in, observations out."""

import pytest
from agency_files import Form
from observed import only, value

SVI = Form(
    {
        "ST": "39",
        "STATE": "Ohio",
        "ST_ABBR": "OH",
        "STCNTY": "39009",
        "COUNTY": "Athens County",
        "FIPS": "39009",
        "LOCATION": "Athens County, Ohio",
        "E_TOTPOP": "62000",
        "RPL_THEME1": "0.9",
        "RPL_THEME2": "0.1",
        "RPL_THEME3": "0.2",
        "RPL_THEME4": "0.3",
        "RPL_THEMES": "0.5123",
    }
)


def test_the_overall_rank_and_the_four_themes(harvested):
    found = only(harvested(SVI_2022_US_county=b"\xef\xbb\xbf" + SVI.text({}).encode()))
    expected = {
        "svi": 0.5123,
        "svi_socioeconomic": 0.9,
        "svi_household": 0.1,
        "svi_minority": 0.2,
        "svi_housing": 0.3,
    }
    assert dict(zip(found["indicator"], found["value"], strict=True)) == expected
    assert value(found, indicator="svi", period_start="2022-01-01", period_end="2022-12-31") == 0.5123


@pytest.mark.parametrize("marker", ["-999", "-999.0"])
def test_a_county_without_figures_is_missing_and_not_least_vulnerable(harvested, marker):
    ranks = dict.fromkeys(["rpl_themes", *(f"rpl_theme{number}" for number in range(1, 5))], marker)
    found = only(harvested(SVI2018_US_COUNTY=SVI.text({}, {"fips": "35039", **ranks})))
    assert set(found.loc[found["place"] == "35039", "status"]) == {"missing"}
    assert value(found, place="39009", indicator="svi", period_end="2018-12-31") == 0.5123


def test_connecticut_has_its_regions_in_2022_and_its_counties_before(harvested):
    counties = [f"90{number:02}" for number in range(1, 16, 2)]
    regions = [f"091{number}0" for number in range(1, 10)]
    for name, codes in (("SVI_2022_US_county", regions), ("SVI2018_US_COUNTY", counties)):
        found = only(harvested(**{name: SVI.text(*({"fips": code} for code in codes))}))
        assert set(found["place"]) >= {code.zfill(5) for code in codes}


def test_codes_without_zeros_or_only_under_stcnty(harvested):
    columns = [name for name in SVI.header if name != "FIPS"]
    found = only(harvested(SVI_2014=SVI.text({"stcnty": "1001"}, columns=columns)))
    assert set(found["place"]) == {"01001"}
    assert set(only(harvested(SVI_2014=SVI.text({"fips": "1003"})))["place"]) == {"01003"}


@pytest.mark.parametrize("name", ["SVI_US_county", "SVI_2018_or_2020", "SVI_2999", "SVI_20221"])
def test_without_the_year_of_the_edition_the_file_fails_with_the_mend(harvested, name):
    report = harvested(**{name: SVI.text({})}).reports[0]
    assert report.outcome == "failed"
    assert "name the file as the agency does" in report.problem


def test_census_tracts_are_not_taken_for_counties(harvested):
    report = harvested(SVI_2022_US=SVI.text({"fips": "39009972600"})).reports[0]
    assert report.outcome == "failed"
    assert "census tracts are not read" in report.problem


def test_a_rank_above_one_is_refused(harvested):
    found = harvested(SVI_2022=SVI.text({}, {"fips": "39061"}, {"fips": "39001", "rpl_theme2": "1.2"}))
    assert "not a rank from 0 to 1" in found.quarantine[0]["reason"].iloc[0]


RANKS = {f"RPL_THEME{number}": f"0.{number}" for number in range(1, 5)} | {"RPL_THEMES": "0.5123"}
BY_INDICATOR = {
    "svi": 0.5123,
    "svi_socioeconomic": 0.1,
    "svi_household": 0.2,
    "svi_minority": 0.3,
    "svi_housing": 0.4,
}
IN_2010 = Form(
    {"ST": "39", "STATE": "Ohio", "FIPS": "39009", "LOCATION": "Athens County, Ohio", "E_TOTPOP": "62000"}
    | {name.replace("RPL", "R_PL"): rank for name, rank in RANKS.items()}
)
OLD_NAMES = Form(
    {"STATE_NAME": "Ohio", "COUNTY": "Athens", "STCOFIPS": "39009", "USG1TP": "0.1", "USG2TP": "0.2"}
    | {"USG3TP": "0.3", "USG4TP": "0.4", "USTP": "0.5123"}
)
IN_2000 = Form({"ST": "39", "COU": "009", "STCNTY": "39009", "STATE": "Ohio", "COUNTY": "Athens"} | RANKS)


@pytest.mark.parametrize(
    ("form", "year"), [(IN_2010, 2010), (OLD_NAMES, 2000), (IN_2000, 2000)], ids=["2010", "old", "2000"]
)
def test_editions_before_2014_name_their_columns_otherwise(harvested, form, year):
    found = only(harvested(**{f"SVI_{year}_US_county": form.text({})}))
    assert dict(zip(found["indicator"], found["value"], strict=True)) == BY_INDICATOR
    assert value(found, place="39009", indicator="svi", period_end=f"{year}-12-31") == 0.5123
    assert set(found["note"]) == {f"edition of {year}"}


@pytest.mark.parametrize("form", [OLD_NAMES, IN_2000], ids=["old", "2000"])
def test_the_edition_of_2000_may_have_themes_alone(harvested, form):
    columns = [name for name in form.header if name not in ("USTP", "RPL_THEMES")]
    found = only(harvested(SVI_2000_US_county=form.text({}, columns=columns)))
    assert set(found["indicator"]) == set(BY_INDICATOR) - {"svi"}
    assert set(found["note"]) == {"edition of 2000, which has no overall rank"}


def test_a_later_edition_without_its_overall_rank_is_broken(harvested):
    columns = [name for name in SVI.header if name != "RPL_THEMES"]
    report = harvested(SVI_2018_US_county=SVI.text({}, columns=columns)).reports[0]
    assert report.outcome == "failed"
    assert "lacks the column 'rpl themes'" in report.problem


def test_old_names_above_the_true_header_are_set_aside(harvested):
    found = harvested(SVI_2000_US_county=OLD_NAMES.text() + IN_2000.text({}))
    assert value(only(found), place="39009", indicator="svi") == 0.5123
    assert (found.reports[0].rows, found.reports[0].set_aside) == (1, 1)


def test_editions_stand_side_by_side(harvested):
    found = only(harvested(SVI_2010=IN_2010.text({}), SVI_2022_US_county=SVI.text({})))
    assert set(found["period_end"].dt.year) == {2010, 2022}
