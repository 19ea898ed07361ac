"""What to look at instead, where the figure of the place in focus is withheld."""

from datetime import timedelta
from typing import Final

import pandas as pd

from model import catalog
from model.observations import HELD_STATUSES
from model.places import NATION, state_of
from queries.headline import headline_figure
from queries.results import Figure, Instead, ReleasedPeriod, ResolvedView
from queries.store import Reader

GROUPS: Final = ("own-", "hidta-", "urban-")
"""Beginnings of the codes of groups that may be offered, the first choice first."""
SLACK: Final = timedelta(days=3)
"""Two periods of a year may differ by a leap day."""


def instead_of(reader: Reader, *, resolved: ResolvedView, figure: Figure) -> Instead | None:
    """Where a figure is to be found, if that of the place in focus is held back."""
    if figure.status not in HELD_STATUSES or resolved.period_start is None or resolved.period_end is None:
        return None
    view = resolved.view
    rows = reader.query("released", indicator=view.indicator, drug=view.drug, place=figure.place)
    state = state_of(figure.place)
    group, wider = _group(resolved, figure.place), state if state and state != figure.place else NATION
    figures = tuple(
        headline_figure(reader, resolved=resolved.with_view(place=code), series=(), on_map=None)
        for code in (group, wider)
        if code
    )
    return Instead(_newest(rows, resolved.period_end - resolved.period_start), group, wider, figures)


def _newest(rows: pd.DataFrame, length: timedelta) -> ReleasedPeriod | None:
    """The newest longer period, because that hides fewer places; else the newest of the same length."""
    spans = rows["period_end"] - rows["period_start"]
    for is_longer, wanted in ((True, spans > length + SLACK), (False, spans >= length - SLACK)):
        if wanted.any():
            row = rows[wanted].iloc[0]
            start, end = row["period_start"].date(), row["period_end"].date()
            return ReleasedPeriod(
                row["period_kind"], start, end, row["source"], float(row["value"]), is_longer
            )
    return None


def _group(resolved: ResolvedView, place: str) -> str:
    """Code of the first group that a county lies in, where its counties may be added up."""
    if not catalog.INDICATORS[resolved.view.indicator].adds_over_places:
        return ""
    holding = [code for code, group in resolved.groups.items() if place in group.counties]
    return next((code for start in GROUPS for code in holding if code.startswith(start)), "")
