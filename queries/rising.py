"""Answers "rising against the tide": places whose count rose while that of the whole fell."""

from datetime import date

import numpy as np
import pandas as pd

from methods import rates
from model import catalog
from model.places import NATION
from queries.map_rows import compared_rows, provenance_of_map
from queries.measures import frame_of, measure_columns
from queries.panel_results import Rising, Tide
from queries.ranks import RANKED_STATUSES, has_rank
from queries.results import Estimate, ResolvedView
from queries.store import Reader


def can_rise(resolved: ResolvedView) -> bool:
    """Whether places of the view can be set against the whole: counts of people, of a whole nation."""
    entry = catalog.INDICATORS[resolved.view.indicator]
    return (
        entry.counts_people
        and entry.comparable
        and "change" in entry.measures
        and not entry.nation_label
        and bool(resolved.level)
        and resolved.period_end is not None
    )


def rising(reader: Reader, resolved: ResolvedView) -> Rising | None:
    """Places that rose against the tide; None where the view's places cannot be set against the whole."""
    if not can_rise(resolved):
        return None
    return reader.once(
        _rising_of,
        resolved.view.indicator,
        resolved.view.drug,
        resolved.level,
        resolved.kind,
        resolved.period_end,
        resolved.sources[resolved.level],
        resolved.sources.get("nation", ""),
    )


def _rising_of(
    reader: Reader,
    indicator: str,
    drug: str,
    level: str,
    kind: str,
    period_end: date,
    source: str,
    national: str,
) -> Rising:
    entry = catalog.INDICATORS[indicator]
    keys = {"indicator": indicator, "drug": drug, "place_kind": level, "period_kind": kind, "source": source}
    listed_rows = compared_rows(reader, keys, period_end)
    among = has_rank(listed_rows["place"])
    rows = {name: column[among] for name, column in listed_rows.items()}
    changed = frame_of(
        measure_columns(rows, "change", entry)
        | {"place": rows["place"], "now": rows["compared"], "before": rows["compared_before"]}
    )
    # Predicted counts make up for what was not reported, as far as they are sure.
    incomplete = (rows["flagged"] & ~rows["of_predicted"]) | rows["without_interval"]
    reliable = changed["status"].isin(RANKED_STATUSES)
    compared = reliable & ~incomplete
    listed = changed[compared]
    whole = {**keys, "place_kind": "nation", "source": national}
    nation = _tide(reader, whole, period_end)
    tide = nation if nation and nation.change.is_assessed else _sum_of(listed, beside=nation)
    fell = tide is not None and tide.change.upper is not None and tide.change.upper < 0
    risen = listed[(listed["lower"] > 0).to_numpy() & fell].sort_values(
        ["lower", "place"], ascending=[False, True], ignore_index=True
    )
    status = changed["status"].mask(incomplete & reliable, "incomplete")
    return Rising(
        level,
        tide,
        risen[["place", "now", "before", "shown", "lower", "upper"]],
        int(compared.sum()),
        {str(name): int(count) for name, count in status[~compared].value_counts().items()},
        provenance_of_map(reader, keys, period_end),
    )


def _tide(reader: Reader, keys: dict[str, str], period_end: date) -> Tide | None:
    """How the nation's own count changed, where it is published for both periods."""
    rows = compared_rows(reader, keys, period_end)
    now, before = rows["compared"], rows["compared_before"]
    if len(now) != 1 or not np.isfinite([now[0], before[0]]).all() or before[0] <= 0:
        return None
    predicted, unsure = bool(rows["of_predicted"][0]), bool(rows["without_interval"][0])
    change = Estimate((now[0] / before[0] - 1) * 100) if unsure else _change(now[0], before[0])
    return Tide(change, NATION, predicted, provenance=provenance_of_map(reader, keys, period_end))


def _sum_of(compared: pd.DataFrame, *, beside: Tide | None) -> Tide | None:
    """How the places that can be compared changed together, where the nation's own change has no interval or
    is not known."""
    before = float(compared["before"].sum())
    if not before:
        return None
    change = _change(float(compared["now"].sum()), before)
    return Tide(change, "", nation_is_prediction=beside is not None)


def _change(now: float, before: float) -> Estimate:
    lower, upper = rates.percent_change_interval([now], [before])
    return Estimate((now / before - 1) * 100, float(lower[0]), float(upper[0]))
