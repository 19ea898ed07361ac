"""What a new extract changes: told by kind, with size and direction."""

import pandas as pd
import pytest
from agency_files import COUNTY, STATE, SUPPRESSED_COUNTY, simulated
from publishing import publish

from data.extract.changes import CHANGES, changes_between
from data.extract.reading import open_extract
from model.observations import observation_frame

pytestmark = pytest.mark.extract


def facts(*rows):
    whole = {
        "source": "vsrr_county",
        "indicator": "deaths",
        "drug": "all",
        "place_kind": "county",
        "place": "39001",
        "basis": "residence",
        "period_kind": "12-month-ending",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "status": "provisional",
        "as_of": "2026-01-14",
        "value": 10.0,
    }
    return observation_frame(pd.DataFrame([whole | row for row in rows], columns=list(whole)))


HIDDEN = {"value": None, "status": "suppressed"}
ABSENT = {"value": None, "status": "not_reported"}


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"value": 10.0}, {"value": 12.0}, "revised"),
        ({"value": 12.0}, {"value": 10.0}, "revised"),
        ({"value": 0.0}, {"value": 10.0}, "revised"),
        ({"value": 10.0}, HIDDEN, "suppressed"),
        ({"value": 10.0}, ABSENT, "suppressed"),
        (HIDDEN, {"value": 10.0}, "released"),
        (HIDDEN, {"value": 0.0}, "released"),
        (HIDDEN, ABSENT, "status"),
        ({"status": "provisional"}, {"status": "ok"}, "status"),
    ],
)
def test_each_change_is_told_with_both_sides(before, after, change):
    old, new = facts(before, {"place": "39003"}), facts(after, {"place": "39003"})
    (row,) = changes_between(old, new).to_dict("records")
    assert (row["change"], row["place"], row["facts"]) == (change, "39001", 1)
    assert change in CHANGES
    sides = {"before": old["value"][0], "after": new["value"][0]}
    for side, value in sides.items():
        assert row[side] == value or (pd.isna(row[side]) and pd.isna(value))
    assert (row["status_before"], row["status_after"]) == (old["status"][0], new["status"][0])


def test_the_size_of_a_revision_has_its_direction():
    up = changes_between(facts({"value": 67_152.0}), facts({"value": 68_421.0}))
    assert (up["after"] - up["before"]).tolist() == [1_269.0]
    down = changes_between(facts({"value": 100.0}), facts({"value": 97.5}))
    assert (down["after"] - down["before"]).tolist() == [-2.5]


def test_a_fact_that_is_gone_is_withdrawn():
    (row,) = changes_between(facts({}, {"place": "39003"}), facts({})).to_dict("records")
    assert (row["change"], row["place"], row["before"]) == ("withdrawn", "39003", 10.0)
    assert (row["status_before"], row["status_after"]) == ("provisional", "")


def test_new_facts_are_told_by_period_with_their_number():
    newer = {"period_start": "2024-04-01", "period_end": "2025-03-31"}
    after = facts({}, {**newer}, {**newer, "place": "39003"}, {**newer, "place": "39", "place_kind": "state"})
    found = changes_between(facts({}), after)
    told = found[["change", "place_kind", "place", "facts"]].to_dict("records")
    assert sorted(told, key=lambda row: row["facts"]) == [
        {"change": "new", "place_kind": "state", "place": "", "facts": 1},
        {"change": "new", "place_kind": "county", "place": "", "facts": 2},
    ]
    assert set(found["period_end"]) == {pd.Timestamp("2025-03-31")}


def test_reported_and_predicted_figures_are_told_apart():
    modeled = {"status": "predicted"}
    before = facts({"value": 10.0}, {"value": 12.0, **modeled})
    (row,) = changes_between(before, facts({"value": 10.0}, {"value": 13.0, **modeled})).to_dict("records")
    assert (row["change"], row["predicted"], row["before"], row["after"]) == ("revised", True, 12.0, 13.0)


def test_another_vintage_with_the_same_figures_is_no_change():
    assert changes_between(
        facts({}, {"place": "39003", **HIDDEN}), facts({}, {"place": "39003", **HIDDEN})
    ).empty


def test_a_first_extract_has_none():
    assert changes_between(facts({}).iloc[:0], facts({})).empty


# --- by files ---


def changes_after(folder, extracts):
    publish(folder, extracts)
    return pd.read_parquet(open_extract(extracts).table("changes"))


def county(place, count, **more):
    hidden = {"footnote": SUPPRESSED_COUNTY} if count == "" else {}
    return {
        "fips": place,
        "provisional_drug_overdose_deaths": count,
        "data_as_of": "01/14/2026",
        **hidden,
        **more,
    }


def test_files_of_a_newer_vintage(files, tmp_path):
    many = [county(39001 + 2 * number, 30) for number in range(10, 20)]
    first = [county(39001, 55), county(39003, ""), county(39005, 12), county(39007, 40), *many]
    newer = [row | {"data_as_of": "08/09/2026"} for row in many]
    later = [
        county(39001, 50, data_as_of="08/09/2026"),
        county(39003, 11, data_as_of="08/09/2026"),
        county(39005, "", data_as_of="08/09/2026"),
        county(39001, 51, data_as_of="08/09/2026", year="2025"),
    ]
    assert changes_after(files(a=COUNTY.text(*first)), tmp_path / "x").empty
    found = changes_after(files(a=COUNTY.text(*newer, *later)), tmp_path / "x")
    told = {row["change"]: row for row in found.to_dict("records")}
    assert {kind: row["place"] for kind, row in told.items()} == {
        "revised": "39001",
        "released": "39003",
        "suppressed": "39005",
        "withdrawn": "39007",
        "new": "",
    }
    assert (told["revised"]["before"], told["revised"]["after"]) == (55, 50)
    assert told["new"]["facts"] == 1


def test_real_figures_in_place_of_simulated_ones_are_no_change(files, tmp_path):
    made = STATE.text({"data_value": 4000})
    assert changes_after(files(a=simulated(made)), tmp_path / "x").empty
    assert changes_after(files(a=made), tmp_path / "x").empty


def test_a_new_simulation_in_place_of_the_old_is_no_change(files, tmp_path):
    changes_after(files(a=simulated(STATE.text({"data_value": 4000}))), tmp_path / "x")
    assert changes_after(files(a=simulated(STATE.text({"data_value": 9000}))), tmp_path / "x").empty
