"""Any table and any mapping at all."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples
from mapped_tables import FEBRUARY, HEADER, MAPPING, csv_text, daily, february, mapping, refusals
from observed import rows_add_up

from data.extract.reading import read_observations
from data.mapping import BadMapping, read_mapping
from data.pipeline.harvest import harvest_mapped
from data.pipeline.ingest import publish_harvest
from model import catalog

pytestmark = pytest.mark.extract

RARELY = settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
OFTEN = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = ["39001", "39003", "39005"]
DRUGS = {"Any": "all", "Heroin": "heroin"}
CELLS = st.one_of(st.integers(0, 50), st.sampled_from(["*", ""]))
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(FEBRUARY), st.sampled_from(sorted(DRUGS))),
    CELLS,
    min_size=1,
    max_size=40,
)
DRUG_COLUMN = {"column": "Drug", "words": DRUGS}


@RARELY
@given(table=TABLES)
def test_any_legal_table_is_read_back_from_the_extract_as_it_came(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("any")
    rows = [[*HEADER, "Drug"]]
    rows += [[place, day.isoformat(), cell, drug] for (place, day, drug), cell in table.items()]
    (folder / "t.csv").write_text(csv_text(rows))
    found = harvest_mapped(folder / "t.csv", daily(totals=[], drug=DRUG_COLUMN))
    assert refusals(found) == {}
    published, _ = publish_harvest(found, folder / "x", "partner")
    stored = read_observations(published)
    back = {
        (row.place, row.period_end.date(), row.drug): row.value if row.status == "ok" else row.status
        for row in stored.itertuples()
    }
    words = {"*": "suppressed", "": "missing"}
    assert back == {
        (place, day, DRUGS[drug]): words.get(cell, cell) for (place, day, drug), cell in table.items()
    }
    assert (stored["period_start"] == stored["period_end"]).all()


@OFTEN
@given(
    counts=st.lists(CELLS, min_size=28, max_size=28),
    gaps=st.sets(st.integers(0, 27), max_size=2),
    absent=st.sampled_from(["zero", "missing"]),
)
def test_days_weeks_and_months_always_agree(tmp_path, counts, gaps, absent):
    rows = [["39001", day.isoformat(), counts[at]] for at, day in enumerate(FEBRUARY) if at not in gaps]
    # Another county reports every day, so that every day is in the file.
    rows += february(place="39003")
    (tmp_path / "t.csv").write_text(csv_text([HEADER, *rows]))
    found = harvest_mapped(tmp_path / "t.csv", daily(absent=absent))
    told = found.observations[0].query("place == '39001' and period_kind != 'day'")
    totals = {
        (row.period_start.date(), row.period_end.date()): row.value if row.status == "ok" else None
        for row in told.itertuples()
    }
    expected = {}
    for first, last in [(0, 27), (0, 6), (7, 13), (14, 20), (21, 27)]:
        inside = range(first, last + 1)
        if absent == "missing" and gaps & set(inside):
            continue
        cells = [0 if at in gaps else counts[at] for at in inside]
        expected[FEBRUARY[first], FEBRUARY[last]] = None if {"*", ""} & set(cells) else sum(cells)
    assert totals == expected


ANY_CELL = st.one_of(
    st.sampled_from(["", "39001", "Franklin", "2026-02-03", "3", "*", "1,000", "-1", "nan", "1e400", "Any"]),
    st.text(max_size=8),
)


@OFTEN
@given(st.lists(st.lists(ANY_CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_rows_at_all_are_used_or_quarantined(tmp_path, rows):
    body = csv_text(rows).encode("utf-8", "surrogatepass")
    header = csv_text([[*HEADER, "Drug", "Agencies"], ["39001", "2026-02-01", 1, "Any", 2]]).encode()
    (tmp_path / "t.csv").write_bytes(header + body)
    declared = daily(drug=DRUG_COLUMN, agencies={"column": "Agencies"}, absent="zero")
    found = harvest_mapped(tmp_path / "t.csv", declared)
    rows_add_up(found)
    assert "unexpected content" not in found.reports[0].problem


@OFTEN
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*MAPPING, "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(sorted(MAPPING)),
)
def test_any_mapping_at_all_is_read_or_refused_with_a_reason(tmp_path, anything, field):
    (tmp_path / "m.yaml").write_text(yaml.safe_dump(MAPPING | {field: anything}), encoding="utf-8")
    try:
        read_mapping(tmp_path / "m.yaml")
    except BadMapping as problem:
        assert str(problem)


def test_every_indicator_offered_has_a_unit_that_can_be_declared():
    for entry in catalog.INDICATORS.values():
        if entry.explorable:
            mapping(indicator=entry.id, unit=entry.unit)
