"""Checks across figures: each finds what it is for, and lets agencies' own gaps pass."""

import numpy as np
import pandas as pd
import pytest

from data.extract.quality import CHECK_COLUMNS, checks
from model import catalog
from model.catalog_drugs import NESTED
from model.observations import observation_frame
from model.places import places

STATES = [place for place, entry in places().items() if entry.kind == "state" and place != "72"]


def facts(*rows, **shared):
    """Observations of deaths in 2024 by the states of VSRR, but for what is given."""
    whole = {
        "source": "vsrr_state",
        "indicator": "deaths",
        "drug": "all",
        "place_kind": "state",
        "place": "39",
        "basis": "occurrence",
        "period_kind": "12-month-ending",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "status": "provisional",
        "as_of": "2025-02-28",
    }
    frame = pd.DataFrame([{**whole, **shared, **row} for row in rows])
    if "value" not in frame:
        frame["value"] = np.nan
    return observation_frame(frame)


def outcome(observations, check):
    """Examined, failed and example of a check, by source and indicator; none where it examined nothing."""
    found = checks(observations)
    rows = found[found["check"] == check]
    return [tuple(row) for row in rows[["examined", "failed", "example"]].itertuples(index=False)]


def months(values, **shared):
    """A month each from January 2024; None is suppressed, a word is a status."""
    rows = []
    for number, value in enumerate(values, start=1):
        start = pd.Timestamp(2024, number, 1)
        absent = value is None or isinstance(value, str)
        rows.append(
            {
                "period_kind": "month",
                "period_start": start,
                "period_end": start + pd.offsets.MonthEnd(1),
                "value": np.nan if absent else value,
                "status": (value or "suppressed") if absent else "ok",
                **shared,
            }
        )
    return rows


def year(value, of=2024, **shared):
    return {
        "period_kind": "year",
        "period_start": f"{of}-01-01",
        "period_end": f"{of}-12-31",
        "value": value,
        "status": "ok",
        **shared,
    }


# --- places add up ---


def nation_of(total, **changed):
    """51 states of 10 deaths each and a nation; `changed` are states' cells by code, with an `s` before."""
    rows = [{"place": place, "value": 10.0} | changed.get(f"s{place}", {}) for place in STATES]
    return facts(*rows, {"place": "US", "place_kind": "nation", "value": total})


SUPPRESSED = {"value": np.nan, "status": "suppressed"}
NOT_REPORTED = {"value": np.nan, "status": "not_reported"}


def test_there_are_fifty_states_and_the_district():
    assert len(STATES) == 51


@pytest.mark.parametrize(
    ("total", "changed", "failed"),
    [
        (510, {}, 0),
        (509, {}, 1),
        (511, {}, 1),
        (500, {"s39": SUPPRESSED}, 0),
        (509, {"s39": SUPPRESSED}, 0),
        (510, {"s39": SUPPRESSED}, 1),
        (499, {"s39": SUPPRESSED}, 1),
        (518, {"s39": SUPPRESSED, "s04": SUPPRESSED}, 1),
        (508, {"s39": SUPPRESSED, "s04": SUPPRESSED}, 0),
        (9000, {"s39": NOT_REPORTED}, 0),
        (499, {"s39": NOT_REPORTED}, 1),
    ],
)
def test_states_add_up_to_the_nation_within_what_is_withheld(total, changed, failed):
    assert [row[:2] for row in outcome(nation_of(total, **changed), "places add up")] == [(1, failed)]


def test_a_state_that_is_not_listed_leaves_the_sum_open_above():
    listed = nation_of(5000)
    assert outcome(listed[listed["place"] != "39"], "places add up") == [(1, 0, "")]


def test_puerto_rico_is_not_in_the_nation_and_predictions_are_left_out():
    beside = facts({"place": "72", "value": 300}, {"place": "39", "value": 99, "status": "predicted"})
    assert outcome(pd.concat([nation_of(510), beside]), "places add up") == [(1, 0, "")]


def test_the_example_names_place_period_and_both_figures():
    ((_, _, example),) = outcome(nation_of(11_509), "places add up")
    assert example == (
        "United States, 12-month-ending to 2024-12-31: 11,509 is above 510, the most its places can add up to"
    )


def test_participating_jurisdictions_alone_make_the_national_figure():
    shared = {"source": "dose_discharge_state", "indicator": "ed_visits", "drug": "heroin"}
    rows = [
        year(40, place="02"),
        year(np.nan, place="04", status="suppressed"),
        year(np.nan, place="39", status="not_reported"),
    ]
    for total, failed in ((40, 0), (49, 0), (50, 1), (39, 1)):
        whole = year(total, place="US", place_kind="nation")
        assert outcome(facts(*rows, whole, **shared), "places add up")[0][:2] == (1, failed)


def test_counties_add_up_to_their_own_state():
    shared = {"source": "census_population", "indicator": "population", "basis": "residence"}
    counties = [
        year(value, place=place, place_kind="county") for place, value in (("39001", 5), ("39003", 7))
    ]
    for total, failed in ((12, 0), (13, 1), (11, 1)):
        rows = facts(*counties, year(total), year(99, place="04"), **shared)
        assert outcome(rows, "places add up")[0][:2] == (1, failed)


def test_laboratory_reports_of_unknown_origin_are_in_the_nation_alone():
    shared = {"source": "nflis_state", "indicator": "lab_reports", "basis": "laboratory submission"}
    for total, failed in ((100, 0), (180, 0), (99, 1)):
        rows = facts(year(100), year(total, place="US", place_kind="nation"), **shared)
        assert outcome(rows, "places add up")[0][:2] == (1, failed)


def test_two_bases_are_never_added():
    rows = facts(
        {"place": "US", "place_kind": "nation", "value": 5},
        *({"place": place, "value": 10, "basis": "residence"} for place in STATES),
    )
    assert outcome(rows, "places add up") == []


# --- periods add up ---

DOSE = {"source": "dose_discharge_state", "indicator": "ed_visits"}


@pytest.mark.parametrize(
    ("values", "total", "failed"),
    [
        ([10] * 12, 120, 0),
        ([10] * 12, 121, 1),
        ([10] * 12, 119, 1),
        ([10] * 11 + [None], 119, 0),
        ([10] * 11 + [None], 120, 1),
        ([10] * 10 + [None, None], 118, 0),
        # Not reported months are in no total of this source; months that are not listed may be.
        ([10] * 11 + ["not_reported"], 110, 0),
        ([10] * 11 + ["not_reported"], 111, 1),
        ([10] * 11, 500, 0),
        ([10] * 11, 109, 1),
    ],
)
def test_months_add_up_to_the_year(values, total, failed):
    rows = facts(*months(values), year(total), **DOSE)
    assert [row[:2] for row in outcome(rows, "periods add up")] == [(1, failed)]


def test_months_of_another_year_drug_or_place_are_not_added():
    rows = facts(
        *months([10] * 12),
        year(120),
        *months([50] * 12, drug="opioids"),
        year(77, of=2023),
        year(600, drug="opioids"),
        year(5, place="04"),
        **DOSE,
    )
    assert outcome(rows, "periods add up") == [(2, 0, "")]


@pytest.mark.parametrize(("total", "failed"), [(30, 0), (48, 0), (49, 1), (29, 1)])
def test_pooled_years_are_between_their_known_years_and_what_is_withheld(total, failed):
    single = [year(value, of=of) for of, value in ((2019, 10), (2020, 20))]
    hidden = [year(np.nan, of=of, status="suppressed") for of in (2021, 2022)]
    pooled = year(total, period_kind="pooled years", period_start="2019-01-01", period_end="2022-12-31")
    shared = {"source": "dose_discharge_county", "indicator": "ed_visits", "place": "39001"}
    # 2018 and 2023 are not in it.
    outside = [year(1000, of=of) for of in (2018, 2023)]
    rows = facts(*single, *hidden, *outside, pooled, **shared, place_kind="county", basis="residence")
    assert [row[:2] for row in outcome(rows, "periods add up")] == [(1, failed)]


def test_twelve_months_are_not_below_their_own_months():
    for total, failed in ((120, 0), (500, 0), (119, 1)):
        rows = facts(*months([10] * 12), {"value": total})
        assert outcome(rows, "periods add up")[0][:2] == (1, failed)


def test_rates_are_never_added():
    rows = facts(*months([70.1] * 12), {"value": 70.1, "status": "ok"})
    rows = rows.assign(source="dose_syndromic", indicator="syndromic_visits")
    assert outcome(rows, "periods add up") == []


# --- drugs ---


@pytest.mark.parametrize(
    ("drug", "parent"),
    [
        ("synthetic_opioids", "opioids"),
        ("opioids", "all"),
        ("cocaine", "all"),
        ("heroin", "opioids"),
        ("methadone", "natural_opioids_methadone"),
        ("methamphetamine", "stimulants"),
        ("carfentanil", "fentanyl_related"),
    ],
)
def test_a_drug_is_not_above_its_class(drug, parent):
    for value, failed in ((10, 0), (11, 1)):
        rows = facts({"drug": drug, "value": value}, {"drug": parent, "value": 10})
        assert outcome(rows, "drugs are within their classes")[0][:2] == (1, failed)


def test_drugs_of_two_places_periods_bases_or_kinds_are_not_compared():
    child = {"drug": "heroin", "value": 99}
    others = [{"place": "04"}, {"period_end": "2024-11-30"}, {"basis": "residence"}, {"status": "predicted"}]
    rows = facts(child, *({"drug": "opioids", "value": 1} | other for other in others))
    assert outcome(rows, "drugs are within their classes") == []


def test_predictions_of_drugs_are_not_held_against_each_other():
    """The agency predicts each drug by itself, and rounds."""
    drugs = ({"drug": "natural_opioids", "value": 31}, {"drug": "opioids", "value": 30})
    assert outcome(facts(*drugs, status="predicted"), "drugs are within their classes") == []
    ((_, _, example),) = outcome(facts(*drugs, place="72"), "drugs are within their classes")
    assert example == (
        "Puerto Rico, Natural and semi-synthetic opioids, 12-month-ending to 2024-12-31: "
        "31 is above 30, the figure of a class it belongs to"
    )


def test_the_table_of_classes_names_drugs_of_the_catalog_and_has_no_ring():
    assert {drug for drug, parents in NESTED.items() for drug in (drug, *parents)} <= set(catalog.DRUGS)

    def ancestors(drug):
        for parent in NESTED.get(drug, ()):
            yield parent
            yield from ancestors(parent)

    for drug in NESTED:
        assert drug not in set(ancestors(drug))


# --- single figures ---


def test_reported_counts_are_not_above_predicted_ones():
    for reported, failed in ((100, 0), (101, 1)):
        rows = facts({"value": reported}, {"value": 100, "status": "predicted"})
        assert outcome(rows, "reported is not above predicted")[0][:2] == (1, failed)


def test_counts_are_whole_and_weights_need_not_be():
    seized = {"source": "cbp_nationwide", "indicator": "seized_weight", "value": 0.5, "status": "ok"}
    rows = facts({"value": 10}, {"value": 10.5, "place": "04"}, seized)
    ((examined, failed, example),) = outcome(rows, "counts are whole numbers")
    assert (examined, failed) == (2, 1)
    assert example.startswith("Arizona, 12-month-ending to 2024-12-31: 10.5 is above 10")


@pytest.mark.parametrize(
    ("indicator", "value", "failed"),
    [
        ("drugs_specified", 100, 0),
        ("drugs_specified", 100.1, 1),
        ("svi", 1, 0),
        ("svi", 1.01, 1),
        ("svi", -0.1, 1),
    ],
)
def test_percents_and_ranks_are_in_range(indicator, value, failed):
    rows = facts({"indicator": indicator, "value": value})
    assert outcome(rows, "percents and ranks are in range")[0][:2] == (1, failed)


def test_a_share_is_of_its_whole():
    lab = {"source": "nflis_state", "indicator": "lab_reports", "drug": "fentanyl", "denominator": 10}
    for part, failed in ((10, 0), (11, 1)):
        rows = facts({**lab, "value": part, "numerator": part})
        assert outcome(rows, "shares are parts of their whole")[0][:2] == (1, failed)


# --- who reports ---


def reporting(before, now, **shared):
    """So many states a month before, and in the newest period."""
    earlier = {"period_start": "2023-12-01", "period_end": "2024-11-30", "value": 10}
    return facts(
        *({"place": place, **earlier} for place in STATES[:before]),
        *({"place": place, "value": 10} for place in STATES[:now]),
        *({"place": place, **NOT_REPORTED} for place in STATES[now:before]),
        **shared,
    )


@pytest.mark.parametrize(("now", "failed"), [(50, 0), (40, 0), (39, 1), (0, 1)])
def test_fewer_than_four_fifths_of_the_places_is_a_gap(now, failed):
    assert outcome(reporting(50, now), "places still report")[0][:2] == (1, failed)


def test_a_withheld_count_is_a_report():
    rows = pd.concat([reporting(50, 39), facts({"place": STATES[39], **SUPPRESSED})])
    rows = rows.drop_duplicates(["place", "period_end"], keep="last")
    assert outcome(rows, "places still report") == [(1, 0, "")]


def test_areas_without_a_seizure_are_no_gap():
    rows = reporting(50, 10, place_kind="cbp_area", indicator="seized_events", source="cbp_nationwide")
    assert outcome(rows[rows["value"].notna()], "places still report") == []


def test_agencies_that_all_fall_silent_are_listed():
    for now, failed in ((3, 0), (0, 1)):
        rows = facts(
            *months([4, now]),
            source="partner",
            indicator="reporting_agencies",
            place="39001",
            place_kind="county",
        )
        assert outcome(rows, "agencies still report")[0][:2] == (1, failed)


def test_agencies_that_never_reported_are_not():
    rows = facts(*months([0, 0]), source="partner", indicator="reporting_agencies")
    assert outcome(rows, "agencies still report")[0][:2] == (1, 0)


# --- the whole ---


def test_nothing_to_check_is_no_finding():
    nothing = observation_frame(facts({"value": 1}).iloc[:0])
    found = checks(nothing)
    assert list(found) == CHECK_COLUMNS
    assert found.empty


def test_figures_are_left_as_they_are():
    rows = nation_of(499)
    before = rows.copy(deep=True)
    checks(rows)
    pd.testing.assert_frame_equal(rows, before)


def test_simulated_figures_pass_every_check(simulated_extract):
    from data.extract.reading import open_extract

    found = pd.read_parquet(open_extract(simulated_extract).table("checks"))
    assert found["examined"].sum() > 1000
    assert found.loc[found["failed"] > 0, ["check", "source", "example"]].to_dict("records") == []
