"""NCHS urban-rural classes: a file in the agency's format in, observations out."""

from agency_files import Form
from observed import only, value

from data.pipeline.ingest import publish_harvest
from queries.store import Store

SCHEME_2013 = Form(
    {
        "FIPS code": "1001",
        "State Abr.": "AL",
        "County name": "Autauga County",
        "CBSA title": "Montgomery, AL",
        "CBSA 2012 pop": "377149",
        "County 2012 pop": "55514",
        "2013 code": "3",
        "2006 code": "2",
        "1990-based code": "1",
        "": "",
    }
)
SCHEME_2023 = Form(
    {"STFIPS": "1", "CTYFIPS": "1", "CTYNAME": "Autauga County", "CODE2023": "4", "CODE2013": "3"}
)


def test_the_newest_scheme_is_read_and_lost_zeros_come_back(harvested):
    found = only(harvested(a=SCHEME_2013.text({})))
    assert value(found, place="01001", indicator="urban_rural", period_end="2013-12-31") == 3
    assert found["period_kind"].tolist() == ["year"]


def test_codes_of_state_and_county_apart(harvested):
    found = only(harvested(a=SCHEME_2023.text({}, {"stfips": "09", "ctyfips": "110"})))
    assert value(found, place="01001", period_start="2023-01-01") == 4
    assert value(found, place="09110", period_end="2023-12-31") == 4


def test_one_code_column_with_the_scheme_of_2023(harvested):
    form = Form({"FIPS code": "1001", "2023 code": "6", "2013 code": "5"})
    assert value(only(harvested(a=form.text({}))), place="01001", period_end="2023-12-31") == 6


def test_a_dot_is_missing(harvested):
    found = only(harvested(a=SCHEME_2013.text({}, {"fips_code": "1003", "2013_code": "."})))
    assert value(found, place="01003") == "missing"


def test_what_is_no_class_is_refused(harvested):
    rows = [{}, {"fips_code": "1003"}, {"fips_code": "1005", "2013_code": "7"}]
    found = harvested(a=SCHEME_2013.text(*rows))
    assert found.quarantine[0]["line"].tolist() == [4]
    assert "not a class" in found.quarantine[0]["reason"].iloc[0]


def test_the_classes_of_2023_stand_beside_those_of_2013(harvested):
    of_2023 = Form(
        {"STFIPS": "1", "CTYFIPS": "1", "CTYNAME": "Autauga County", "ST_ABBREV": "AL"}
        | {"CBSATITLE": "Montgomery, AL", "CBSAPOP": "386047", "CTYPOP": "59759", "CODE2023": "4"}
        | {"CODE2013": "3", "CODE2006": "2", "CODE1990": "1"}
    )
    found = only(harvested(NCHSURCodes2013=SCHEME_2013.text({}), NCHSurbruralcodes=of_2023.text({})))
    assert value(found, place="01001", period_end="2013-12-31") == 3
    assert value(found, place="01001", period_end="2023-12-31") == 4
    assert set(found["note"]) == {"scheme of 2013", "scheme of 2023"}


def test_a_county_has_the_newest_class_that_it_is_in(harvested, tmp_path):
    regions = {"stfips": "09", "ctyfips": "110", "code2023": "1"}
    found = harvested(
        older=SCHEME_2013.text({}, {"fips_code": "9001", "2013_code": "2"}),
        newer=SCHEME_2023.text({}, regions),
    )
    publish_harvest(found, tmp_path / "extracts")
    classes = Store(tmp_path / "extracts").current().query("county_classes").set_index("place")
    assert classes["urban_rural"].to_dict() == {"01001": 4, "09001": 2, "09110": 1}
