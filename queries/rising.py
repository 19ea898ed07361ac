"""Answers "rising against the tide": places whose count rose while that of the whole fell."""

from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from methods import rates
from model import catalog
from model.places import NATION, state_of
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
    """Places of the state or group in focus that rose against the tide, or of the nation; None where the
    view's places cannot be set against the whole."""
    if not can_rise(resolved):
        return None
    source, period_end = resolved.sources[resolved.level], cast(date, resolved.period_end)
    keys = {
        "indicator": resolved.view.indicator,
        "drug": resolved.view.drug,
        "place_kind": resolved.level,
        "period_kind": resolved.kind,
        "source": source,
    }
    changed: pd.DataFrame = reader.once(_changed, tuple(keys.items()), period_end)
    compared = changed["is_compared"]
    nation = _tide(
        reader, keys | {"place_kind": "nation", "source": resolved.sources.get("nation", "")}, period_end
    )
    tide = nation if nation and nation.change.is_assessed else _sum_of(changed[compared], beside=nation)
    here = changed[_in_focus(changed["place"], resolved)]
    fell = tide is not None and tide.change.direction < 0
    listed = here[here["is_compared"]]
    risen = listed[(listed["lower"] > 0) & fell].sort_values(
        ["lower", "place"], ascending=[False, True], ignore_index=True
    )
    left_out = here.loc[~here["is_compared"], "status"].value_counts()
    return Rising(
        resolved.level,
        tide,
        risen[["place", "now", "before", "shown", "lower", "upper"]],
        len(listed),
        {str(name): int(count) for name, count in left_out.items()},
        int(compared.sum()),
        provenance_of_map(reader, keys, period_end),
    )


def focus_of(resolved: ResolvedView) -> str:
    """The state or group of counties whose places are looked at; empty for all."""
    place = resolved.view.place
    if resolved.level != "county" or place == NATION:
        return ""
    return place if place in resolved.groups else state_of(place) or ""


def _in_focus(counties: pd.Series, resolved: ResolvedView) -> pd.Series:
    focus = focus_of(resolved)
    if group := resolved.groups.get(focus):
        return counties.isin(group.counties)
    return counties.str.startswith(focus)


def _changed(reader: Reader, named: tuple[tuple[str, str], ...], period_end: date) -> pd.DataFrame:
    """The change of every place of a period, whether it can be compared, and why it cannot."""
    keys = dict(named)
    every = compared_rows(reader, keys, period_end)
    among = has_rank(every["place"])
    rows = {name: column[among] for name, column in every.items()}
    changed = frame_of(
        measure_columns(rows, "change", catalog.INDICATORS[keys["indicator"]])
        | {"place": rows["place"], "now": rows["compared"], "before": rows["compared_before"]}
    )
    # Predicted counts make up for what was not reported, as far as they are sure.
    incomplete = (rows["flagged"] & ~rows["of_predicted"]) | rows["without_interval"]
    reliable = changed["status"].isin(RANKED_STATUSES)
    return changed.assign(
        is_compared=reliable & ~incomplete, status=changed["status"].mask(incomplete & reliable, "incomplete")
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
