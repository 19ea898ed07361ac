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
