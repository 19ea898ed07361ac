"""Properties over generated input: nothing legal is lost, and nothing illegal brings the loading down."""

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from agency_files import FORMS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples

from data.extract.build import Content, SourceState, build_tables
from data.extract.reading import read_observations
from data.extract.writing import write_version
from data.pipeline import harvest
from model import catalog
from model.events import event_frame
from model.observation_schema import ARROW_SCHEMAS
from model.observations import (
    ABSENT_STATUSES,
    BASES,
    COLUMNS,
    IDENTITY,
    KNOWN_STATUSES,
    NUMBER_COLUMNS,
    PERIOD_KINDS,
    PLACE_KINDS,
    STRATA,
    observation_frame,
)

pytestmark = pytest.mark.extract

MODEST = settings(
    max_examples=examples(12, 250),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

# --- any legal observations ---

numbers = st.none() | st.floats(-1e12, 1e12, allow_nan=False)
# No file has a lone surrogate in it: it is no character.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.dates(pd.Timestamp("1999-01-01").date(), pd.Timestamp("2100-12-31").date())
# Without the sources and indicators that others take part in: populations divide, releases withdraw.
indicators = sorted(set(catalog.INDICATORS) - {"population"})


@st.composite
def legal_rows(draw):
    status = draw(st.sampled_from((*KNOWN_STATUSES, *ABSENT_STATUSES)))
    first, last = sorted((draw(days), draw(days)))
    row = {
        "source": draw(st.sampled_from(sorted(catalog.SOURCES))),
        "indicator": draw(st.sampled_from(indicators)),
        "drug": draw(st.sampled_from(sorted(catalog.DRUGS))),
        "place_kind": draw(st.sampled_from(PLACE_KINDS)),
        "place": draw(texts.filter(bool) | st.sampled_from(["US", "39", "01003", "Doña Ana"])),
        "basis": draw(st.sampled_from(BASES)),
        "period_kind": draw(st.sampled_from(PERIOD_KINDS)),
        "period_start": first,
        "period_end": last,
        "status": status,
        "note": draw(texts),
        "as_of": draw(days),
        **{name: draw(st.just("all") | texts.filter(bool)) for name in STRATA},
        **{name: draw(numbers) for name in NUMBER_COLUMNS},
    }
    known = status in KNOWN_STATUSES
    value = draw(st.floats(0, 1e12) | st.integers(0, 10**6).map(float))
    return row | {"value": value if known else None}


def distinct(rows):
    """One row a fact and vintage."""
    frame = observation_frame(pd.DataFrame(rows, columns=list(COLUMNS)))
    keys = frame[[*IDENTITY, "as_of"]].assign(predicted=frame["status"].eq("predicted"))
    return frame[~keys.duplicated()].reset_index(drop=True)


def ordered(frame):
    return frame.sort_values([*IDENTITY, "status", "as_of"]).reset_index(drop=True)


@MODEST
@given(st.lists(legal_rows(), min_size=1, max_size=8).map(distinct))
def test_legal_observations_are_read_back_as_they_were(rows):
    empty = {name: pd.DataFrame(columns=columns.names) for name, columns in ARROW_SCHEMAS.items()}
    tables = empty | {"observations": rows, "series": rows, "vintages": rows.iloc[:0]}
    with tempfile.TemporaryDirectory() as folder:
        back = read_observations(write_version(Path(folder), tables, simulated=False))
    pd.testing.assert_frame_equal(ordered(back), ordered(rows))


@settings(MODEST, max_examples=examples(5, 80))
@given(st.lists(legal_rows(), min_size=1, max_size=8).map(distinct))
def test_legal_observations_make_a_whole_extract_and_none_is_lost(rows):
    states = {source: SourceState(simulated=False, as_of_stated=True) for source in rows["source"]}
    files = pd.DataFrame(columns=ARROW_SCHEMAS["files"].names).astype({"quarantined": "int64"})
    tables = build_tables(Content(rows, event_frame(None), files, states))
    with tempfile.TemporaryDirectory() as folder:
        back = read_observations(write_version(Path(folder), tables, simulated=False))
    # Numerator and denominator are what publishing fills in.
    kept = [name for name in COLUMNS if name not in ("numerator", "denominator")]
    pd.testing.assert_frame_equal(ordered(back)[kept], ordered(rows)[kept])


# --- any file ---


def loaded(content, name="file.csv"):
    """What harvesting one file gives, with every row accounted for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = harvest.harvest([path], lambda path: None)
        refused = sum(len(rows) for rows in found.quarantine)
    assert {report.outcome for report in found.reports} <= {"loaded", "failed", "not data", "not recognized"}
    assert sum(report.quarantined for report in found.reports) == refused
    assert all(report.problem for report in found.reports if report.outcome != "loaded")
    return found


@MODEST
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.zip", "a", "a.txt"]))
def test_random_bytes_are_reported_and_nothing_is_loaded(content, name):
    assert loaded(content, name).empty


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["", "FIPS", "Year", "12", "*", "Suppressed", "1,234", "State", "2024", "-999", "inf", "nan", '"', "\n"]
)


@MODEST
@given(st.lists(st.lists(cells, min_size=1, max_size=6), max_size=8))
def test_random_tables_are_reported_and_nothing_is_loaded(rows):
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    assert loaded(written.getvalue().encode()).empty


def states_of_rows(form, chance):
    """Rows of an agency's own format, of which some cells hold something else."""
    places = {"fips": chance.randint(1001, 56045), "state": chance.choice(["OH", "US", "YC", "AL", "XX"])}
    known = {name: value for name, value in places.items() if name in {key.lower() for key in form.cells}}
    return {**known, "year": chance.randint(2019, 2024)} if "Year" in form.cells else known


STRANGE = ["", "x", "-1", "1e400", "nan", "9" * 40, "1,23", "2024-13", "é", " ", "*", "0.5", "١٢"]


@MODEST
@given(
    st.sampled_from(sorted(FORMS)), st.integers(1, 25), st.integers(0, 12), st.randoms(use_true_random=False)
)
def test_rows_of_the_true_format_are_used_or_refused_whatever_is_in_them(source, rows, faults, chance):
    form = FORMS[source]
    made = [list(form.row(**states_of_rows(form, chance)).values()) for _ in range(rows)]
    for _ in range(faults):
        chance.choice(made)[chance.randrange(len(form.header))] = chance.choice(STRANGE)
    written = io.StringIO()
    csv.writer(written).writerows([form.header, *made])
    found = loaded(written.getvalue().encode())
    (report,) = found.reports
    assert report.source == source
    assert report.outcome in ("loaded", "failed")
    assert "unexpected content" not in report.problem
    if report.outcome == "loaded":
        assert report.rows + report.set_aside == rows
        assert 0 <= report.quarantined <= report.rows / 2
        assert report.observations == sum(len(frame) for frame in found.observations) > 0
        values = found.observations[0]["value"]
        assert np.isfinite(values.dropna()).all()
        lines = pd.concat(found.quarantine)["line"]
        assert lines.is_unique


@pytest.mark.parametrize("source", ["vsrr_county", "census_population"])
@MODEST
@given(faults=st.sets(st.integers(0, 19), max_size=9))
def test_of_rows_that_differ_each_is_used_or_refused_and_none_twice(source, faults):
    """Formats of one place a row: as many places come out as rows are used."""
    form = FORMS[source]
    if source == "vsrr_county":
        given_rows = [{"fips": "x" if number in faults else 39001 + 2 * number} for number in range(20)]
    else:
        given_rows = [
            {
                "state": "39",
                "county": f"{1 + 2 * number:03d}",
                "popestimate2024": "x" if number in faults else 10,
            }
            for number in range(20)
        ]
    found = loaded(form.text(*given_rows).encode())
    (report,) = found.reports
    assert (report.outcome, report.rows, report.quarantined) == ("loaded", 20, len(faults))
    assert found.observations[0]["place"].nunique() == 20 - len(faults)
