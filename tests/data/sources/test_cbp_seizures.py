"""CBP drug seizures: files in the agency's format in, observations out."""

import pytest
from agency_files import AMO, CBP
from observed import only, value


@pytest.mark.parametrize(
    ("year", "month", "period_end"),
    [
        ("2024", "OCT", "2023-10-31"),
        ("2024", "DEC", "2023-12-31"),
        ("2024", "JAN", "2024-01-31"),
        ("2024", "SEP", "2024-09-30"),
        ("2026 (FYTD)", "DEC", "2025-12-31"),
        ("2026 (FYTD)", "FEB", "2026-02-28"),
    ],
)
def test_fiscal_years_start_in_october(harvested, year, month, period_end):
    found = only(harvested(a=CBP.text({"fy": year, "month_abbv": month})))
    weight = {"place": "US", "indicator": "seized_weight", "drug": "fentanyl"}
    assert value(found, **weight, period_end=period_end, basis="agency area") == 10.5
    assert (found["period_start"].dt.day == 1).all()


def test_weights_and_events_add_up_over_land_filters_regions_and_components(harvested):
    rows = [
        {"sum_qty_lbs": "4.40924524e-05", "count_of_event": 1},
        {"sum_qty_lbs": "1,000.25", "land_filter": "Other"},
        {"sum_qty_lbs": "0.0", "count_of_event": 1, "component": "U.S. Border Patrol"},
    ]
    found = only(harvested(a=CBP.text(*rows)))
    area = {"place": "El Paso Field Office", "place_kind": "cbp_area"}
    assert value(found, **area, indicator="seized_weight") == pytest.approx(1000.2500440924524, abs=1e-12)
    assert value(found, **area, indicator="seized_events") == 4
    assert value(found, place="U.S. Border Patrol", indicator="seized_weight") == 0
    assert value(found, place="U.S. Border Patrol", indicator="seized_events") == 1
    assert value(found, place="US", indicator="seized_events") == 4


def test_land_and_land_only_are_one_area_and_add_up(harvested):
    rows = [
        {"land_filter": word, "sum_qty_lbs": weight}
        for word, weight in (("Land", 1), ("Land Only", 2), ("Other", 4))
    ]
    for form, place in ((CBP, "El Paso Field Office"), (AMO, "El Paso Air Branch")):
        found = only(harvested(a=form.text(*rows)))
        assert value(found, place=place, indicator="seized_weight") == 7


@pytest.mark.parametrize(
    ("words", "drug"),
    [
        ("Other Drugs**", "other"),
        ("Lsd", "lsd"),
        ("LSD  ", "lsd"),
        ("Khat (Catha Edulis)", "khat"),
        ("Methamphetamine ", "methamphetamine"),
    ],
)
def test_drug_words_of_seizures_map_to_the_vocabulary(harvested, words, drug):
    assert set(only(harvested(a=CBP.text({"drug_type": words})))["drug"]) == {drug}


def test_a_covered_month_without_a_row_is_a_zero_for_the_nation_not_for_an_uncovered_month(harvested):
    rows = [{"month_abbv": "OCT"}, {"month_abbv": "NOV", "drug_type": "Heroin"}]
    found = only(harvested(a=CBP.text(*rows)))
    nation = {"place": "US", "drug": "fentanyl", "indicator": "seized_weight"}
    assert value(found, **nation, period_end="2023-11-30") == 0
    assert set(found["period_end"].dt.strftime("%Y-%m")) == {"2023-10", "2023-11"}


def test_air_and_marine_seizures_are_never_a_nation(harvested):
    found = only(harvested(a=AMO.text({})))
    assert set(found["place_kind"]) == {"cbp_area", "cbp_component"}
    assert value(found, place="El Paso Air Branch", indicator="seized_weight") == 100
