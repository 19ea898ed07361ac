"""The map of every period at once, one byte a place and period, so that a browser can play it by itself."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from data.extract.outlines import Outlines
from methods.classes import NO_CLASS
from methods.rates import Floats, is_clear_change
from model import catalog
from model.periods import year_earlier
from model.places import NATION
from model.view import View
from queries.late_records import late_of_places
from queries.maps import class_numbers, map_edges, outlines_for
from queries.measures import Words, shown_values
from queries.outline_alignment import align_to_outlines
from queries.predictions import compared, with_predictions
from queries.results import ResolvedView
from queries.store import Reader

STATUSES: Final = tuple(catalog.STATUS_WORDS)
STATUS_STEP: Final = 28
"""A byte of a frame is the position of its status times this, plus its class: nine statuses, and more
classes than a continuous color has steps."""
UNCLASSED: Final = 26
"""Stands for a figure without a class."""
NO_FIGURE: Final = 27
"""Stands for no figure."""
NOWHERE: Final = STATUSES.index("missing") * STATUS_STEP + NO_FIGURE
"""Of an outline whose place the source does not list."""
MOST_PERIODS: Final = 520
"""Ten years of weeks, 1.6 MB of counties; the newest are kept."""

PERIODS_AT_ONCE: Final = 24
"""All periods of every county would take 200 MB while they are made."""


@dataclass(frozen=True)
class Frames:
    """The frames of one map.

    Attributes
    ----------
    ends
        Last day of every period, oldest first.
    outlines
        For each period, where the outlines are that its frame is in the order of; empty for states, which
        any set has alike.
    places
        For each period, how many outlines its frame has.
    edges
        Upper class edges of the map.
    """

    ends: tuple[date, ...]
    outlines: tuple[str, ...]
    places: tuple[int, ...]
    edges: tuple[float, ...]
    packed: bytes

    @property
    def codes(self) -> bytes:
        """One byte an outline, the frames one after the other: `STATUS_STEP` × status + class."""
        return zlib.decompress(self.packed)


def frame_ends(resolved: ResolvedView) -> tuple[date, ...]:
    """Last days of the periods whose map can be played, oldest first."""
    there = (end for end, kinds in resolved.periods.items() if resolved.level in kinds)
    return tuple(sorted(there)[-MOST_PERIODS:])


def frames_view(resolved: ResolvedView) -> View:
    """What of a view determines its frames: all that is alike in its every period and place."""
    view = resolved.view
    return replace(
        View(),
        indicator=view.indicator,
        drug=view.drug,
        measure=view.measure,
        level=resolved.level,
        kind=view.kind,
        source=view.source,
        place=NATION,
        classes=view.classes,
    )


def frames(reader: Reader, *, resolved: ResolvedView, embedded: Outlines) -> Frames:
    """Every period's map of a view, remembered."""
    view = resolved.view
    ends = frame_ends(resolved)
    if not ends:
        return Frames((), (), (), (), zlib.compress(b""))
    what = (view.indicator, view.drug, view.measure, resolved.level, resolved.kind)
    return reader.once(_frames, *what, resolved.sources[resolved.level], view.classes, ends, embedded)


def _frames(
    reader: Reader,
    indicator: str,
    drug: str,
    measure: str,
    level: str,
    kind: str,
    source: str,
    classes: str,
    ends: tuple[date, ...],
    embedded: Outlines,
) -> Frames:
    keys = {"indicator": indicator, "drug": drug, "place_kind": level, "period_kind": kind, "source": source}
    edges = map_edges(reader, keys, measure, classes)
    at_hand = (embedded, *reader.outlines)
    orders, codes = [], []
    for start in range(0, len(ends), PERIODS_AT_ONCE):
        some = ends[start : start + PERIODS_AT_ONCE]
        rows = _coded(_rows(reader, keys, measure, some), catalog.INDICATORS[indicator], measure, edges)
        for frame in _by_period(rows, some):
            order = _outlines_of(frame, at_hand)
            aligned = align_to_outlines(order, level, tuple(frame.index))
            orders.append(order)
            codes.append(aligned.place(frame["code"].to_numpy(), NOWHERE))
    return Frames(
        ends,
        tuple(order.url if level == "county" else "" for order in orders),
        tuple(len(frame) for frame in codes),
        edges,
        # Neighboring periods are much alike, so what is kept is far smaller.
        zlib.compress(b"".join(frame.tobytes() for frame in codes), level=1),
    )


def _rows(reader: Reader, keys: dict[str, str], measure: str, ends: tuple[date, ...]) -> pd.DataFrame:
    """Values of every place and period, by period."""
    if measure != "change":
        return _with_predictions(reader.fetch("frame_values", **keys, period_ends=list(ends)).to_pandas())
    earlier = [year_earlier(keys["period_kind"], end) for end in ends]
    rows = reader.fetch("frame_changes", **keys, period_ends=list(ends), years_before=earlier).to_pandas()
    before = {
        "reported": rows["value_before"].to_numpy(dtype=float),
        "expected": rows["expected_before"].to_numpy(dtype=float),
        "flagged": rows["flagged_before"].to_numpy(dtype=bool),
    }
    now = with_predictions({str(name): rows[name].to_numpy() for name in rows})
    beside = compared(now, before)
    days = now["period_end"].astype("datetime64[D]")
    beside["without_interval"] |= late_of_places(reader, now["place"], days, now["reported"], keys)
    return rows.assign(**{name: pd.Series(column) for name, column in beside.items()})


def _with_predictions(rows: pd.DataFrame) -> pd.DataFrame:
    """Reported values, with the predicted ones of the same place and period where these stand in."""
    modeled = rows["status"] == "predicted"
    if not modeled.any():
        return rows
    predicted = rows[modeled].set_index(["period_end", "place"])["value"]
    reported = rows[~modeled].reset_index(drop=True)
    key = pd.MultiIndex.from_frame(reported[["period_end", "place"]])
    expected = predicted.reindex(key).to_numpy(dtype=float)
    shown = with_predictions(
        {str(name): reported[name].to_numpy() for name in reported} | {"expected": expected}
    )
    return reported.assign(**{name: pd.Series(shown[name]) for name in ("value", "numerator", "status")})


def _coded(
    rows: pd.DataFrame, entry: catalog.Indicator, measure: str, edges: tuple[float, ...]
) -> pd.DataFrame:
    """`count`, `status` and `code` of each row beside its period, indexed by place."""
    shown, status = _shown(rows, measure, entry)
    count = rows["value"].to_numpy(dtype=float)
    classed = {"shown": shown, "count": count}
    if measure == "change":
        is_clear = is_clear_change(rows["compared"], rows["compared_before"])
        classed["is_clear"] = is_clear & ~rows["without_interval"].to_numpy(dtype=bool)
    classes = class_numbers(classed, entry, measure, edges)
    low = np.where(np.isnan(shown), NO_FIGURE, np.where(classes == NO_CLASS, UNCLASSED, classes))
    position = pd.Categorical(status, categories=list(STATUSES)).codes
    return pd.DataFrame(
        {
            "count": count,
            "status": pd.Series(status, dtype=object),
            "code": (position.astype(int) * STATUS_STEP + low).astype(np.uint8),
            "day": rows["period_end"].to_numpy().astype("datetime64[D]"),
        }
    ).set_index(pd.Index(rows["place"].to_numpy(dtype=object)))


def _outlines_of(frame: pd.DataFrame, at_hand: tuple[Outlines, ...]) -> Outlines:
    count, status = frame["count"].to_numpy(), frame["status"].to_numpy()
    return outlines_for(frame.index.to_numpy(), status, count, at_hand)


def _shown(rows: pd.DataFrame, measure: str, entry: catalog.Indicator) -> tuple[Floats, Words]:
    """The measure and status of each row; places are smoothed beside those of their own period only."""
    if measure != "smoothed":
        return shown_values(rows, measure, entry)[:2]
    apart = [shown_values(period, measure, entry) for _, period in rows.groupby("period_end", sort=False)]
    return np.concatenate([shown for shown, *_ in apart]), np.concatenate([status for _, status, _ in apart])


def _by_period(rows: pd.DataFrame, ends: tuple[date, ...]) -> Iterator[pd.DataFrame]:
    """The rows of each period in turn."""
    days = rows["day"].to_numpy()
    wanted = np.array(ends, dtype="datetime64[D]")
    first, after = (np.searchsorted(days, wanted, side=side) for side in ("left", "right"))
    return (rows.iloc[start:stop] for start, stop in zip(first.tolist(), after.tolist(), strict=True))
