"""Looking into what a harvest made of files."""

import pandas as pd

from data.pipeline.harvest import printable
from model.observation_schema import check
from model.observations import IDENTITY


def only(found):
    """Observations of a harvest in which every file loaded and no row was refused."""
    assert [report.outcome for report in found.reports] == ["loaded"] * len(found.reports), found.reports
    assert sum(report.quarantined for report in found.reports) == 0, found.quarantine
    return check(pd.concat(found.observations, ignore_index=True), found.sources)


def rows_add_up(found):
    """Every row read is either refused, with file, line and reason, or the source of observations."""
    refused = pd.concat([pd.DataFrame({"file": [], "line": [], "reason": []}), *found.quarantine])
    assert refused["reason"].astype(bool).all()
    assert not refused.duplicated(["file", "line"]).any()
    for report in found.reports:
        assert report.quarantined <= report.rows
        assert (refused["file"] == printable(report.path)).sum() == report.quarantined
        assert bool(report.problem) == (report.outcome != "loaded")
        assert (report.observations > 0) == (report.outcome == "loaded")
    return refused


def matching(observations, **wanted):
    """Rows whose columns hold what is wanted; periods and `as_of` are given as text."""
    rows = observations
    for column, cell in wanted.items():
        is_day = column in ("period_start", "period_end", "as_of")
        rows = rows[rows[column] == (pd.Timestamp(cell) if is_day else cell)]
    return rows


def value(observations, **wanted):
    """The one value (or, where it has none, status) of the observation that matches."""
    rows = matching(observations, **wanted)
    assert len(rows) == 1, rows
    row = rows.iloc[0]
    return row["status"] if pd.isna(row["value"]) else row["value"]


def in_order(observations):
    """Observations in an order that does not depend on the file's."""
    return observations.sort_values(list(IDENTITY), ignore_index=True)
