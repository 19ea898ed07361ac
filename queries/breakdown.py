"""Answers the breakdown: one figure by sex, age, race and ethnicity or intent, where a source has it."""

import re
from datetime import date

import pandas as pd

from model import catalog
from model.observations import STRATA, WHOLE
from model.view import View
from queries.estimates import known_number, rate_of
from queries.panel_results import Breakdown, Stratum
from queries.provenance import provenance_of
from queries.results import ResolvedView
from queries.store import Reader

UNKNOWN = "unknown"


def breakdown(reader: Reader, view: View, resolved: ResolvedView) -> Breakdown:
    """The figure of the place in focus by every stratum that is published of it."""
    if resolved.period_end is None:
        return Breakdown(view.place, (), ())
    return reader.once(
        _breakdown_of, view.indicator, view.drug, view.place, resolved.kind, resolved.period_end
    )


def _breakdown_of(
    reader: Reader, indicator: str, drug: str, place: str, kind: str, period_end: date
) -> Breakdown:
    published = reader.query("strata", indicator=indicator, drug=drug)
    elsewhere = tuple(published.itertuples(index=False, name=None))
    if published.empty:
        return Breakdown(place, (), ())
    rows = reader.query(
        "breakdown", indicator=indicator, drug=drug, place=place, period_kind=kind, period_end=period_end
    )
    if rows.empty:
        return Breakdown(place, (), elsewhere)
    there = rows["source"].unique().tolist()
    source = next((source for source in catalog.SOURCES if source in there), there[0])
    rows = rows[rows["source"] == source]
    entry = catalog.INDICATORS[indicator]
    strata = tuple(stratum for dimension in STRATA for stratum in _strata(entry, dimension, rows))
    return Breakdown(place, strata, elsewhere, provenance_of(reader, rows))


def _strata(entry: catalog.Indicator, dimension: str, rows: pd.DataFrame) -> list[Stratum]:
    """Strata of one dimension: as published, or summed over the others where only crossings are."""
    others = [other for other in STRATA if other != dimension]
    broken = rows[rows[dimension] != WHOLE]
    alone = broken[(broken[others] == WHOLE).all(axis=1)]
    chosen = alone if len(alone) else broken
    if chosen.empty or (len(alone) == 0 and not entry.counts_people):
        return []
    groups = chosen.groupby(dimension, sort=False)
    found = [_stratum(entry, dimension, str(name), cells) for name, cells in groups]
    return sorted(found, key=lambda stratum: _order(stratum.name))


def _stratum(entry: catalog.Indicator, dimension: str, name: str, cells: pd.DataFrame) -> Stratum:
    withheld = cells["value"].isna()
    if withheld.any():
        # The rest alone would pass for the whole, and their sum could give a withheld figure away.
        return Stratum(
            dimension, name, str(cells.loc[withheld, "status"].iloc[0]), withheld=int(withheld.sum())
        )
    value = known_number(cells["value"].sum())
    # People of unknown age or sex have no denominator; those of a known one are divided by their own.
    divided = cells[cells["denominator"].notna()]
    rate = None
    if "rate" in entry.measures and name != UNKNOWN and len(divided):
        rate = rate_of(float(divided["value"].sum()), float(divided["denominator"].sum()))
    return Stratum(dimension, name, str(cells["status"].iloc[0]), value, rate)


def _order(name: str) -> tuple[bool, int, str]:
    """Ages by their first year, the rest by name, the unknown last."""
    year = re.match(r"\d+", name)
    return name == UNKNOWN, int(year[0]) if year else 0, name
