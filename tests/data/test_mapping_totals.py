"""Weeks and months that are added up from the days of a mapped table."""

import pandas as pd
import pytest
import yaml
from mapped_tables import DAILY, HEADER, MAPPING, csv_text, daily, february, figures, mapping, refusals

from data.mapping import disagreements

pytestmark = pytest.mark.extract


def test_whole_weeks_and_months_of_days_are_added_up(brought):
    found = brought([HEADER, *february({3: 10})], daily())
    columns = ("period_start", "period_end", "value", "status", "note")
    assert figures(found, *columns, kind="week") == [
        ["2026-02-01", "2026-02-07", 16.0, "ok", "sum of 7 days"],
        ["2026-02-08", "2026-02-14", 7.0, "ok", "sum of 7 days"],
        ["2026-02-15", "2026-02-21", 7.0, "ok", "sum of 7 days"],
        ["2026-02-22", "2026-02-28", 7.0, "ok", "sum of 7 days"],
    ]
    assert figures(found, *columns, kind="month") == [
        ["2026-02-01", "2026-02-28", 37.0, "ok", "sum of 28 days"]
    ]


def test_a_week_or_month_with_a_day_missing_has_no_total(brought):
    found = brought([HEADER, *february({10: None})], daily())
    assert [row[0] for row in figures(found, "period_start", kind="week")] == [
        "2026-02-01",
        "2026-02-15",
        "2026-02-22",
    ]
    assert figures(found, "value", kind="month") == []


def test_a_withheld_day_withholds_its_totals_and_no_other(brought):
    found = brought([HEADER, *february({10: "*", 11: "*", 17: ""})], daily())
    assert figures(found, "period_start", "value", "status", "note", kind="week") == [
        ["2026-02-01", 7.0, "ok", "sum of 7 days"],
        ["2026-02-08", None, "suppressed", "of 7 days: 2 suppressed"],
        ["2026-02-15", None, "missing", "of 7 days: 1 missing"],
        ["2026-02-22", 7.0, "ok", "sum of 7 days"],
    ]
    assert figures(found, "value", "status", "note", kind="month") == [
        [None, "suppressed", "of 28 days: 2 suppressed, 1 missing"]
    ]


def test_days_without_a_row_count_as_zero_where_the_mapping_says_so(brought):
    rows = [HEADER, *february(), *february(dict.fromkeys(range(1, 27)), place="39003")]
    found = brought(rows, daily(absent="zero"))
    assert figures(found, "place", "value", kind="month") == [["39001", 28.0], ["39003", 2.0]]
    weeks = figures(found, "place", "period_start", "value", kind="week")
    assert ["39003", "2026-02-01", 0.0] in weeks
    assert ["39003", "2026-02-22", 2.0] in weeks
    by_default = brought(rows, daily())
    assert figures(by_default, "place", "value", kind="month") == [["39001", 28.0]]


def test_a_day_without_any_row_is_never_zero(brought):
    found = brought([HEADER, *february({10: None})], daily(absent="zero"))
    assert figures(found, "value", kind="month") == []
    assert len(figures(found, "value", kind="week")) == 3


@pytest.mark.parametrize(
    ("bad", "weeks"),
    [
        (["39003", "2026-02-10", "many"], ["2026-02-01", "2026-02-15", "2026-02-22"]),
        (["Nowhere", "2026-02-10", "4"], ["2026-02-01", "2026-02-15", "2026-02-22"]),
        (["39003", "someday", "4"], []),
        (["39003"], []),
    ],
)
def test_a_refused_row_is_never_taken_for_a_zero(brought, bad, weeks):
    """Its day is not whole then; a row whose day cannot be read might be of any day."""
    found = brought([HEADER, *february(), bad], daily(absent="zero"))
    assert len(refusals(found)) == 1
    assert [row[0] for row in figures(found, "period_start", kind="week")] == weeks


def test_totals_keep_places_drugs_and_strata_apart_and_provisional(brought):
    declared = daily(
        drug={"column": "Drug", "words": {"any": "all", "heroin": "heroin"}},
        value={"column": "Count", "status": "provisional"},
    )
    rows = [
        [*HEADER, "Drug"],
        *([*row, "any"] for row in february()),
        *([*row, "heroin"] for row in february({1: 3})),
    ]
    assert figures(brought(rows, declared), "drug", "value", "status", kind="month") == [
        ["all", 28.0, "provisional"],
        ["heroin", 30.0, "provisional"],
    ]


def test_of_two_vintages_of_a_day_the_newest_counts(brought):
    declared = daily(as_of={"column": "Made", "format": "%Y-%m-%d"})
    rows = [[*HEADER, "Made"], *([*row, "2026-03-01"] for row in february())]
    rows.append(["39001", "2026-02-05", 11, "2026-03-08"])
    assert figures(brought(rows, declared), "value", "as_of", kind="month") == [[38.0, "2026-03-08"]]


@pytest.mark.parametrize("days_first", [True, False])
def test_a_month_brought_apart_that_is_not_the_sum_of_its_days_is_said(command, tmp_path, days_first):
    tables = {
        "days": ([HEADER, *february()], MAPPING | {"period": DAILY, "totals": ["month"]}),
        "months": ([["FIPS", "Month", "Count"], ["39001", "2026-02", 31], ["39003", "2026-02", 4]], MAPPING),
    }
    results = []
    for name in ("days", "months") if days_first else ("months", "days"):
        rows, declared = tables[name]
        (tmp_path / f"{name}.csv").write_text(csv_text(rows))
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(declared))
        results.append(
            command(
                "ingest",
                tmp_path / f"{name}.csv",
                "--mapping",
                tmp_path / f"{name}.yaml",
                "--edition",
                "partner",
                "--extracts",
                tmp_path / "x",
            )
        )
    assert [result.exit_code for result in results] == [0, 0]
    assert "not the sum" not in results[0].stderr
    assert "Totals that are not the sum of their days: 1" in results[1].stderr
    assert "39001, all, month ending 2026-02-28: 31 as brought, 28 by day" in results[1].stderr


def test_totals_brought_apart_that_agree_are_not_spoken_of(brought):
    days = brought([HEADER, *february()], daily(totals=["month"])).observations[0]
    month = brought([["FIPS", "Month", "Count"], ["39001", "2026-02", 28]], mapping()).observations[0]
    assert disagreements(pd.concat([days, month])).empty
    assert disagreements(pd.concat([days, month.assign(value=27.0)]))["days_add_up_to"].tolist() == [28.0]
