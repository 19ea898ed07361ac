"""The adversary on a bare extract: what the figures held back can be bounded to from all that is published.

Always within one basis. Knows everything that the extract holds: counts, statuses, totals, classes of drugs
within each other, windows of 12 months that overlap, and what another source says of the same fact. Nothing
else of the product says more than these: rates, ranks, classes, sentences and downloads are made of them.
What it says of agencies' own figures is a share, never a place: those are published as they are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.suppression.cubes import is_protectable, ordered, parents_of
from methods.suppression.over_time import tighten_windows
from methods.suppression.years import attack
from model import catalog
from model.observations import HELD_STATUSES, broken_down, observation_frame
from model.places import NATION, PUERTO_RICO, member_sets

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]
KEYS: Final = ["source", "indicator", "basis"]
FACT: Final = ["indicator", "drug", "basis", "place", "period_start", "period_end"]
TABLE_KINDS: Final = ("year", "12-month-ending", "month")
"""Kinds of periods that are attacked; the others are counted as not examined."""
LEVELS: Final = ("county", "state")
SLACK: Final = 1e-6
"""By which arithmetic may miss a whole number."""
LEAST: Final = 1
"""Suppressed is at least this: a zero is shown."""


@dataclass(frozen=True)
class Finding:
    """What the attacker found of one source's indicator.

    Attributes
    ----------
    of_partner
        Whether a partner supplied the figures: they are ours to protect.
    held, examined
        Figures held back, and how many of them could be attacked.
    narrower
        Of those, how many are bounded more tightly than their status says.
    exact
        Of those, how many are known.
    tightest
        The narrowest interval found; None where nothing is narrower.
    """

    source: str
    indicator: str
    basis: str
    period_kind: str
    of_partner: bool
    held: int
    examined: int = 0
    narrower: int = 0
    exact: int = 0
    lp_bounds: tuple[float, float] | None = None

    @property
    def is_breach(self) -> bool:
        """Whether a figure that is ours to protect is not."""
        return self.of_partner and self.narrower > 0

    @property
    def words(self) -> str:
        """What was found, without a place."""
        between = "" if self.lp_bounds is None else f", the tightest between {_between(self.lp_bounds)}"
        return (
            f"{self.narrower:,} of {self.held:,} figures held back by {self.source} ({self.indicator}, "
            f"{self.basis}, {self.period_kind}) bounded more tightly than they say{between}"
        )


def _between(interval: tuple[float, float]) -> str:
    return f"{interval[0]:g} and {interval[1]:g}"


def audit(folder: Path, progress: Progress) -> tuple[Finding, ...]:
    """Attack a version of an extract.

    Parameters
    ----------
    folder
        Of the version.
    progress
        How many sources' indicators are done, and of how many.

    Returns
    -------
    tuple of Finding
        One for each source, indicator, basis and kind of period with figures held back.
    """
    rows = observation_frame(parquet.read_table(folder / "observations.parquet").to_pandas())
    rows = rows[rows["status"].ne("predicted")]
    whole, apart = rows[~broken_down(rows)], rows[broken_down(rows)]
    families = list(_families(whole))
    found = []
    for done, (kind, family) in enumerate(families):
        progress(done, len(families))
        found.append(_attacked(family, kind, whole))
    progress(len(families), len(families))
    return (*found, *_not_examined(whole, apart))


def _families(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Figures of one source, indicator, basis and kind of period, some of which are held back."""
    counted = rows[rows["place_kind"].isin((*LEVELS, "nation"))]
    for (kind, *_), family in counted.groupby(["period_kind", *KEYS], sort=True):
        if _is_attackable(family) and family["status"].isin(HELD_STATUSES).any():
            yield str(kind), family


def _is_attackable(family: pd.DataFrame) -> bool:
    """Whether sums and overlapping periods say anything of figures: only of counts."""
    first = family.iloc[0]
    return first["period_kind"] in TABLE_KINDS and is_protectable(str(first["indicator"]))


def _not_examined(whole: pd.DataFrame, apart: pd.DataFrame) -> list[Finding]:
    """Figures held back that are no counts, are broken down, or of other periods or places."""
    counts = whole["indicator"].map({name: is_protectable(name) for name in catalog.INDICATORS}).astype(bool)
    examined = whole["period_kind"].isin(TABLE_KINDS) & whole["place_kind"].isin((*LEVELS, "nation")) & counts
    rest = pd.concat([whole[~examined], apart])
    held = rest[rest["status"].isin(HELD_STATUSES)]
    return [_unexamined(rows) for _, rows in held.groupby([*KEYS, "period_kind"], sort=True)]


def _unexamined(held: pd.DataFrame) -> Finding:
    source, indicator, basis, kind = (str(held[name].iloc[0]) for name in (*KEYS, "period_kind"))
    return Finding(source, indicator, basis, kind, catalog.is_partners(source), len(held))


def _attacked(family: pd.DataFrame, kind: str, everything: pd.DataFrame) -> Finding:
    source, indicator, basis = (str(family[name].iloc[0]) for name in KEYS)
    known = _with_other_sources(family, everything)
    most = float(catalog.INDICATORS[indicator].suppressed_most or np.inf)
    tallies = [
        _attacked_level(known, kind, level, most) for level in LEVELS if known["place_kind"].eq(level).any()
    ]
    return Finding(source, indicator, basis, kind, catalog.is_partners(source), *_added(tallies))


def _with_other_sources(family: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """The family with `elsewhere`, what another source says of a figure held back, and with the classes of
    drugs that others alone have; `own` tells those apart."""
    first = family.iloc[0]
    same = (everything["indicator"] == first["indicator"]) & (everything["basis"] == first["basis"])
    others = everything[same & everything["source"].ne(first["source"])].drop_duplicates(FACT)
    beside = family.merge(others[[*FACT, "value"]].rename(columns={"value": "elsewhere"}), "left", FACT)
    ends = family[["period_start", "period_end"]].drop_duplicates()
    more = others[~others["drug"].isin(set(family["drug"]))].merge(ends, on=["period_start", "period_end"])
    return pd.concat([beside.assign(own=True), more.assign(own=False, elsewhere=np.nan)], ignore_index=True)


@dataclass(frozen=True)
class _Boxes:
    """What is said of every figure of one level; shape (places, drugs, periods)."""

    places: list[str]
    drugs: tuple[str, ...]
    ends: NDArray[np.datetime64]
    low: Floats
    high: Floats
    suppressed: NDArray[np.bool_]
    withheld: NDArray[np.bool_]


def _boxes(rows: pd.DataFrame, drugs: tuple[str, ...], ends: NDArray[np.datetime64], most: float) -> _Boxes:
    places = sorted(set(rows["place"]))
    shape = (len(places), len(drugs), len(ends))
    low, high = np.zeros(shape), np.full(shape, np.inf)
    suppressed, withheld = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    at = (
        np.searchsorted(places, rows["place"].to_numpy(dtype=str)),
        pd.Index(drugs).get_indexer(pd.Index(rows["drug"])),
        np.searchsorted(ends, rows["period_end"].to_numpy()),
    )
    status = rows["status"].to_numpy(dtype=object)
    small = status == "suppressed"
    value = rows["value"].fillna(rows["elsewhere"]).to_numpy()
    shown = ~np.isnan(value)
    low[at] = np.where(shown, value, np.where(small, LEAST, 0.0))
    high[at] = np.where(shown, value, np.where(small, most, np.inf))
    own = rows["own"].to_numpy(dtype=bool)
    suppressed[at] = small & own
    withheld[at] = (status == "withheld") & own
    return _Boxes(places, drugs, ends, low, high, suppressed, withheld)


@dataclass(frozen=True)
class _Tally:
    held: int
    examined: int
    narrower: int
    exact: int
    lp_bounds: tuple[float, float] | None


def _added(tallies: list[_Tally]) -> tuple[int, int, int, int, tuple[float, float] | None]:
    intervals = [tally.lp_bounds for tally in tallies if tally.lp_bounds]
    return (
        sum(tally.held for tally in tallies),
        sum(tally.examined for tally in tallies),
        sum(tally.narrower for tally in tallies),
        sum(tally.exact for tally in tallies),
        min(intervals, key=lambda interval: interval[1] - interval[0], default=None),
    )


def _attacked_level(known: pd.DataFrame, kind: str, level: str, most: float) -> _Tally:
    """Attack every figure of counties, or of states, that is held back."""
    rows = known[known["place_kind"] == level]
    drugs = ordered(tuple(rows["drug"].unique()))
    ends = np.unique(rows["period_end"].to_numpy())
    boxes = _boxes(rows, drugs, ends, most)
    groups, totals = _totals(known, boxes, level, most)
    attacked = attack(boxes.low, boxes.high, totals.low, totals.high, groups, parents_of(drugs), most)
    low, high, covered = attacked.low, attacked.high, attacked.covered
    if kind == "12-month-ending":
        low, high, covered = _over_time(boxes.ends, low, high, covered)
    return _tally(boxes, low, high, covered, most)


def _totals(known: pd.DataFrame, boxes: _Boxes, level: str, most: float) -> tuple[NDArray[np.int64], _Boxes]:
    """Which total each place is in, and the totals: states of counties, the nation of states."""
    over = "state" if level == "county" else "nation"
    # The nation's figures leave Puerto Rico out.
    of_nation = [place if place == PUERTO_RICO else NATION for place in boxes.places]
    names = [place[:2] for place in boxes.places] if level == "county" else of_nation
    rows = known[
        (known["place_kind"] == over)
        & known["drug"].isin(boxes.drugs)
        & known["period_end"].isin(boxes.ends)
        & known["place"].isin(set(names))
    ]
    found = _boxes(rows, boxes.drugs, boxes.ends, most)
    wanted = sorted(set(names))
    there = pd.Index(found.places).get_indexer(pd.Index(wanted))
    shape = (len(wanted), len(boxes.drugs), len(boxes.ends))
    low, high = np.zeros(shape), np.full(shape, np.inf)
    low[there >= 0], high[there >= 0] = found.low[there[there >= 0]], found.high[there[there >= 0]]
    # A total that is of more places than are listed is only an upper bound.
    listed = set(boxes.places)
    low[[not any(parts <= listed for parts in member_sets(total)) for total in wanted]] = 0.0
    nobody = np.zeros(shape, dtype=bool)
    totals = _Boxes(wanted, boxes.drugs, boxes.ends, low, high, nobody, nobody)
    return np.searchsorted(wanted, names), totals


def _over_time(
    ends: NDArray[np.datetime64], low: Floats, high: Floats, covered: NDArray[np.bool_]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Bounds of overlapping windows, drug by drug; windows not published are between 0 and anything."""
    months = ends.astype("datetime64[M]")
    positions = (months - months[0]).astype(int)
    shape = (len(low), positions[-1] + 1)
    low, high, covered = low.copy(), high.copy(), covered.copy()
    for drug in range(low.shape[1]):
        all_low, all_high = np.zeros(shape), np.full(shape, np.inf)
        all_low[:, positions], all_high[:, positions] = low[:, drug], high[:, drug]
        tight_low, tight_high, consistent = tighten_windows(all_low, all_high)
        low[:, drug], high[:, drug] = tight_low[:, positions], tight_high[:, positions]
        covered[:, drug] &= consistent[:, None]
    return low, high, covered


def _tally(boxes: _Boxes, low: Floats, high: Floats, covered: NDArray[np.bool_], most: float) -> _Tally:
    held = boxes.suppressed | boxes.withheld
    examined = held & covered
    inside = (low > LEAST + SLACK) | (high < most - SLACK)
    small = (low >= LEAST - SLACK) & (high <= most + SLACK)
    # A count that is withheld and not small may be bounded: it is no small count.
    narrower = examined & inside & (boxes.suppressed | small)
    exact = narrower & (high - low < SLACK)
    width = np.where(narrower, high - low, np.inf)
    lp_bounds = None
    if narrower.any():
        at = np.unravel_index(width.argmin(), width.shape)
        lp_bounds = (float(low[at]), float(high[at]))
    return _Tally(int(held.sum()), int(examined.sum()), int(narrower.sum()), int(exact.sum()), lp_bounds)
