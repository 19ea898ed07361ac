"""The table of the map's places, as it stands in the files of the map and of what is made of it."""

from dataclasses import replace

import pandas as pd

from model import catalog
from model.places import label, state_of
from panels.table_digits import decimals_shown, in_digits, measure_column
from queries.results import ExploreResult


def map_table(result: ExploreResult) -> pd.DataFrame:
    """One row a place: code, name, the measure with its interval, the count behind it, status, and the rank
    with its interval."""
    view, on_map = result.view, result.map
    if on_map is None:
        return pd.DataFrame(columns=["place", "name", "status", "rank"])
    rows = pd.concat([on_map.in_focus, on_map.undrawn]).reset_index(names="place")
    digits = decimals_shown(view)
    table = pd.DataFrame(
        {
            "place": rows["place"],
            "name": rows["place"].map(label),
            "state": [label(state_of(place) or place) for place in rows["place"]],
            measure_column(view): in_digits(rows["shown"], digits),
            "lower": in_digits(rows["lower"], digits),
            "upper": in_digits(rows["upper"], digits),
            catalog.INDICATORS[view.indicator].unit: in_digits(
                rows["count"], catalog.INDICATORS[view.indicator].decimals
            ),
            "status": rows["status"],
            "reason": rows["reason"],
            **{
                name: rows[name].where(rows[name] > 0).astype("Int64")
                for name in ("rank", "rank_lower", "rank_upper")
            },
        }
    )
    # A count shown as the measure needs no second column.
    return table.loc[:, ~table.columns.duplicated()]


def ranked_rows(result: ExploreResult) -> pd.DataFrame:
    """The rows of every place of the map that has a rank, wherever the view looks."""
    whole = replace(result.map, focused=None) if result.map else None
    table = map_table(replace(result, map=whole))
    return table[table["rank"].notna()]
