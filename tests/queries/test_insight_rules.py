"""Each rule of what stands out: when it speaks, and when it must stay silent."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from model.view import View
from panels.profile_insights import sentence
from queries.insight_rules import FEWEST, MOST, Material, apply_rules, is_apart, is_clear
from queries.profile_results import (
    Completeness,
    Facet,
    Facets,
    NewestFigure,
    PeerRank,
    Peers,
    Reading,
    ShareCounts,
)
from queries.results import Estimate, Figure, Instead, Provenance, ResolvedView

END = date(2025, 12, 31)
RESOLVED = ResolvedView(
    View(), "12-month-ending", END, "state", ("state",), ("12-month-ending",), {}, {END: ()}, {}, {}, ()
)
ORIGIN = Provenance("vsrr_state", "VSRR", "occurrence", END, True, False, "cited")
DOWN, UP, UNCLEAR = Estimate(-20.0, -25.0, -15.0), Estimate(12.0, 4.0, 20.0), Estimate(5.0, -3.0, 13.0)
OHIO, NATION = "39", "US"


def reading(change=None, place=OHIO, indicator="deaths", drug="all", **more):
    name = {"39": "Ohio", "US": "United States", "39061": "Hamilton County, OH"}.get(place, place)
    given = {"status": "provisional", "change_status": "provisional", "value": 30.0, **more}
    return Reading(indicator, drug, place, name, "12-month-ending", None, END, change=change, **given)


def facet(*readings, measure="rate"):
    own = readings[0]
    view = View(indicator=own.indicator, drug=own.drug, measure=measure, place=own.place)
    return Facet(replace(RESOLVED, view=view), (), (), readings)


def material(*facets, place=OHIO, peers=(), others=49, late=(), instead=None):
    panels = {"deaths": "drugs", "ed_visits": "nonfatal", "hospitalizations": "nonfatal"}
    panels |= {"syndromic_visits": "nonfatal", "lab_reports": "supply", "seized_weight": "supply"}
    shown = {
        panel: Facets(
            panel,
            place,
            place,
            tuple(each for each in facets if panels.get(each.view.indicator, "response") == panel),
        )
        for panel in ("drugs", "nonfatal", "supply", "response")
    }
    context = Peers(place, "Ohio", "state", tuple(peers), peers=others, classes=((1, 3),))
    rows = tuple(late) or tuple(newest(each.own) for each in facets if each.view.indicator == "deaths")[:1]
    return Material(
        place, MappingProxyType(shown), context, Completeness(place, place, rows, (), ()), instead
    )


def newest(of, incomplete_from=None, is_outdated=False):
    return NewestFigure(of, ORIGIN, incomplete_from, END, is_outdated)


def rules(given):
    return [each.rule for each in apply_rules(given)]


def told(given, rule):
    return [sentence(each) for each in apply_rules(given) if each.rule == rule]


@pytest.mark.parametrize(
    ("change", "more"),
    [
        pytest.param(UNCLEAR, {}, id="overlapping zero"),
        pytest.param(None, {}, id="no change stated"),
        pytest.param(Estimate(-20.0), {}, id="no interval"),
        pytest.param(Estimate(50.0, 10.0, float("inf")), {}, id="open interval"),
        pytest.param(Estimate(0.5, 0.02, 1.0), {}, id="shown as zero"),
        pytest.param(DOWN, {"change_status": "unreliable"}, id="too few in one of both years"),
        pytest.param(DOWN, {"status": "unreliable"}, id="too few now"),
        pytest.param(DOWN, {"change_status": "suppressed"}, id="suppressed a year earlier"),
        pytest.param(DOWN, {"status": "suppressed"}, id="suppressed now"),
        pytest.param(DOWN, {"change_status": "missing"}, id="not published a year earlier"),
        pytest.param(DOWN, {"status": "not_reported"}, id="not reported"),
        pytest.param(UP, {"value": 0.0, "predicted": True}, id="none reported yet"),
        pytest.param(DOWN, {"incomplete": True}, id="incomplete tail"),
    ],
)
def test_no_rule_speaks_of_a_change_that_is_not_clear(change, more):
    of = reading(change, **more)
    assert not is_clear(of)
    assert not {"change", "against the nation", "drug"} & set(rules(material(facet(of, reading(UP, NATION)))))


def test_a_clear_change_is_told_with_its_interval():
    given = material(facet(reading(DOWN)))
    assert told(given, "change") == [
        "Drug overdose deaths, Ohio: down 20.0% on a year earlier, 12 months ending December 2025 "
        "(95% interval −25.0% to −15.0%)."
    ]


def test_predicted_counts_are_called_so():
    of = reading(DOWN, predicted=True, change_status="predicted")
    assert "(predicted counts; 95% interval" in told(material(facet(of)), "change")[0]


def test_a_change_of_a_stand_in_is_not_the_places_own():
    assert "change" not in rules(material(facet(reading(DOWN)), place="39061"))


def test_against_the_nation_takes_the_place_of_the_change():
    given = material(facet(reading(UP), reading(DOWN, NATION)))
    assert "change" not in rules(given)
    (words,) = told(given, "against the nation")
    assert "up 12.0% on a year earlier" in words and "nation's are down 20.0%" in words


@pytest.mark.parametrize(
    "nation",
    [
        reading(UP, NATION),
        reading(UNCLEAR, NATION),
        reading(DOWN, NATION, incomplete=True),
        replace(reading(DOWN, NATION), end=date(2025, 11, 30)),
    ],
    ids=["same direction", "not clear", "incomplete", "another period"],
)
def test_against_the_nation_is_silent(nation):
    assert "against the nation" not in rules(material(facet(reading(UP), nation)))


def test_a_drug_that_differs_from_all_drugs_is_told():
    given = material(facet(reading(DOWN)), facet(reading(UP, drug="cocaine")))
    (words,) = told(given, "drug")
    assert words.startswith("Drug overdose deaths involving cocaine, Ohio: up 12.0%")
    assert "all drugs there are down 20.0%" in words


@pytest.mark.parametrize(
    ("whole", "of"),
    [
        (DOWN, reading(DOWN, drug="cocaine")),
        (UNCLEAR, reading(UP, drug="cocaine")),
        (DOWN, reading(UNCLEAR, drug="cocaine")),
        (DOWN, reading(UP, drug="cocaine", change_status="unreliable")),
        (DOWN, reading(UP, drug="cocaine", incomplete=True)),
    ],
    ids=["same direction", "whole not clear", "drug not clear", "too few", "incomplete"],
)
def test_a_drug_is_silent(whole, of):
    assert "drug" not in rules(material(facet(reading(whole)), facet(of)))


def test_a_countys_drugs_are_set_beside_all_drugs_of_its_state():
    county = facet(reading(UP, "39061"), reading(DOWN))
    given = material(county, facet(reading(UP, drug="cocaine")), place="39061")
    assert "Ohio: up 12.0%" in told(given, "drug")[0]


def peer_rank(rank, ranked=50, **more):
    given = {"status": "ok", "value": 40.0, "lower": 35.0, "upper": 45.0, "median": (18.0, 20.0), **more}
    view = View(place="39061")
    return PeerRank(
        view, "year", date(2025, 1, 1), END, rank=1, ranked=99, peers_rank=rank, peers_ranked=ranked,
        rank_interval=None, peers_rank_interval=None, peers_listed=60, peers_withheld=10,
        provenance=ORIGIN, **given,
    )  # fmt: skip


def test_the_outer_fifths_of_peers_are_told():
    assert is_apart(peer_rank(10))
    assert is_apart(peer_rank(41, value=9.0, lower=5.0, upper=15.0))
    given = material(facet(reading(None)), peers=[peer_rank(10)])
    assert "highest fifth of 50 counties" in told(given, "peers")[0]
    assert (
        "40.0 deaths per 100,000 residents (95% interval 35.0 to 45.0); the median of all 60 is between 18.0 "
        "and 20.0 (10 of 60 without a figure)" in (told(given, "peers")[0])
    )


@pytest.mark.parametrize(
    "silent",
    [
        peer_rank(11),
        peer_rank(40, value=9.0, lower=5.0, upper=15.0),
        peer_rank(10, lower=19.0),
        peer_rank(41, value=17.0, lower=5.0, upper=18.5),
        peer_rank(1, ranked=10),
        peer_rank(0, status="unreliable"),
        peer_rank(10, status="unreliable"),
        peer_rank(0, status="suppressed", value=None, lower=None, upper=None),
        peer_rank(1, median=None),
    ],
    ids=[
        "not in the highest fifth",
        "not in the lowest fifth",
        "overlaps the median from above",
        "overlaps the median from below",
        "few peers",
        "no rank",
        "unreliable",
        "suppressed",
        "no peers",
    ],
)
def test_peers_are_silent(silent):
    assert not is_apart(silent)


def test_peers_most_of_whom_are_withheld_are_silent():
    assert "peers" in rules(material(facet(reading(None)), peers=[peer_rank(10)], others=99))
    assert "peers" not in rules(material(facet(reading(None)), peers=[peer_rank(10)], others=100))


def test_nonfatal_counts_are_told_and_published_rates_are_not():
    visits = facet(reading(UP, indicator="ed_visits", status="ok", change_status="ok"))
    without = Estimate(20.0)
    syndromic = facet(reading(without, indicator="syndromic_visits", status="ok", change_status="ok"))
    assert [words[:20] for words in told(material(visits, syndromic), "nonfatal")] == ["Nonfatal overdose em"]
    assert "nonfatal" not in rules(material(visits, place="39061"))


def share(drug, change, place=OHIO, **more):
    of = reading(
        change,
        place,
        "lab_reports",
        drug,
        **{"status": "ok", "change_status": "ok", "value": 4.2, "measure": "share"} | more,
    )
    return facet(of, measure="share")


def test_the_clearest_change_of_a_share_of_reports_is_told_with_its_counts():
    counts = ShareCounts(42, 1000, 54, 2000)
    given = material(
        share("fentanyl", Estimate(3.0, 0.5, 5.5)), share("xylazine", Estimate(1.5, 1.0, 2.0), counts=counts)
    )
    assert told(given, "laboratories") == [
        "Laboratory reports of xylazine, Ohio: 4.2% of reports, up 1.5 percentage points on a year earlier, "
        "12 months ending December 2025 (95% interval +1.0 to +2.0): 42 of 1,000 reports, 54 of 2,000 a year "
        "earlier."
    ]
    fallen = material(
        share("fentanyl", Estimate(3.0, 0.5, 5.5)), share("xylazine", Estimate(-1.5, -2.0, -1.0))
    )
    assert "xylazine, Ohio: 4.2% of reports, down 1.5 percentage" in told(fallen, "laboratories")[0]


@pytest.mark.parametrize(
    "silent",
    [
        share("fentanyl", UNCLEAR),
        share("fentanyl", UP, change_status="unreliable"),
        share("fentanyl", UP, NATION),
        facet(reading(UP, indicator="lab_reports", drug="fentanyl"), measure="count"),
    ],
    ids=["not clear", "too few", "the nation's", "a raw count"],
)
def test_laboratories_are_silent(silent):
    assert "laboratories" not in rules(material(silent))


def test_a_clear_change_of_a_response_is_told():
    falling = facet(reading(DOWN, indicator="naloxone_kits", status="ok", change_status="ok"))
    rising = facet(reading(UP, indicator="treatment_starts", status="ok", change_status="ok"))
    unclear = facet(reading(UNCLEAR, indicator="naloxone_kits", status="ok", change_status="ok"))
    assert [words.split(", ")[1][:12] for words in told(material(falling, rising), "response")] == [
        "Ohio: down 2",
        "Ohio: up 12.",
    ]
    assert "95% interval −25.0% to −15.0%" in told(material(falling), "response")[0]
    assert "response" not in rules(material(unclear))


def test_a_response_without_an_interval_is_silent():
    without = Estimate(-20.0)
    prescribed = facet(reading(without, indicator="naloxone_dispensing", status="ok", change_status="ok"))
    assert "response" not in rules(material(prescribed))


def test_incomplete_deaths_are_always_told():
    many = [share("fentanyl", UP), facet(reading(DOWN, indicator="naloxone_dispensing", status="ok"))]
    many += [facet(reading(UP, drug=drug)) for drug in ("cocaine", "heroin", "methadone", "psychostimulants")]
    deaths = facet(reading(DOWN), reading(UP, NATION))
    late = [newest(deaths.own, incomplete_from=date(2025, 6, 30), is_outdated=True)]
    found = apply_rules(material(deaths, *many, late=late))
    assert len(found) == MOST
    assert found[-1].rule == "incomplete"
    assert "still incomplete from Jun 2025 on" in sentence(found[-1])
    # That a copy is old is no news of the place.
    assert not any("days" in sentence(each) for each in found)


def test_suppressed_deaths_say_what_is_released_instead():
    hidden = facet(reading(None, status="suppressed", value=None, change_status=""))
    instead = Instead(None, "urban-2", "39", (Figure("39", "provisional", 2_391.0, end=END),))
    found = apply_rules(material(hidden, instead=instead))
    assert found[0].rule == "suppressed" and found[0].instead == instead
    assert sentence(found[0]).endswith(
        "suppressed (1 to 9), which is not zero. Released instead: Ohio, 2,391 deaths in 12 months ending "
        "December 2025."
    )
    assert "suppressed" not in rules(material(facet(reading(DOWN)), instead=instead))


def test_a_group_says_how_many_of_its_counties_are_in_the_figure():
    group = facet(reading(DOWN, "urban-2", summed=18, compared=17, counties=24))
    given = material(group, place="urban-2")
    assert "18 of 24 counties released with a population" in told(given, "released")[0]
    assert "(17 of 24 counties released in both years): down 20.0%" in told(given, "change")[0]
    whole = facet(reading(DOWN, "urban-2", summed=24, compared=24, counties=24))
    assert "released" not in rules(material(whole, place="urban-2"))


def test_fewer_than_three_are_filled_up_and_never_invented():
    quiet = material(facet(reading(UNCLEAR)))
    assert rules(quiet) == ["no clear change", "complete", "class"]
    assert len(rules(quiet)) == FEWEST
    nothing = Material(
        OHIO, material().facets, Peers(OHIO, "Ohio", "state", ()), Completeness(OHIO, "Ohio", (), (), ())
    )
    assert apply_rules(nothing) == ()
