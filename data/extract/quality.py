"""Checks across figures, always within one source and one basis; findings are shown, never mended.

Every check asks whether figures lie between bounds that other figures of the same source set. A withheld
count widens the bounds by what it can be at most; where a figure is not known at all there is no bound.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from model import catalog
from model.catalog_drugs import NESTED
from model.catalog_types import Addition
from model.observations import HELD_STATUSES, IDENTITY, STRATA, WHOLE, identity
from model.places import GEOGRAPHIES, NATION, in_geography, is_former, label, places, state_of

CHECK_COLUMNS: Final = ["check", "source", "indicator", "examined", "failed", "example"]

ALL_DRUGS: Final = "all"

SUPPRESSED_AT_MOST: Final = 9
"""The agencies whose counts are added here withhold counts of 1 to 9."""
GAP_SHARE: Final = 0.8
"""A newest period with fewer than this share of the places of the one before has a gap."""
SLACK: Final = 1e-6
"""Share of a figure by which sums of decimal weights may miss it."""

UNIT_RANGES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"percent": (0.0, 100.0), "percentile rank": (0.0, 1.0)}
)

TOTALS_OF_REPORTING: Final = frozenset(
    source.id for source in catalog.SOURCES.values() if source.totals_of_reporting
)

LISTED_WITH_EVENTS: Final = ("cbp_area",)
"""Kinds of places that a file lists only in months in which they had something to count."""


PERIOD_PARTS: Final = (
    ("year", "month", True),
    ("year", "half-year", True),
    ("pooled years", "year", True),
    ("12-month-ending", "month", False),
)
"""Period kind, the kind it is made of, and whether it is exactly the sum; a 12-month-ending count and its
months may be of different days, so that it is only known not to be below them."""

_FACT: Final = [name for name in IDENTITY if name != "place_kind"]
_SERIES: Final = [name for name in _FACT if name not in ("period_kind", "period_start", "period_end")]
NOTHING_EXAMINED: Final = pd.DataFrame(columns=["source", "indicator", "figure", "low", "high"])
_TALLIES: Final = ["shown", "withheld", "unknown", "listed"]


@dataclass(frozen=True)
class Check:
    """One rule.

    Attributes
    ----------
    examine
        Observations → one row a figure examined: the columns of a fact, `figure`, and `low` and `high`, the
        bounds it must lie within.
    low, high
        What the bounds are, as read after "is below" and "is above".
    """

    name: str
    examine: Callable[[pd.DataFrame], pd.DataFrame]
    low: str = ""
    high: str = ""


def checks(observations: pd.DataFrame) -> pd.DataFrame:
    """Outcome of every check: how many were examined, how many failed, and an example in words.

    Parameters
    ----------
    observations
        By the observation contract, of the vintages that hold.

    Returns
    -------
    DataFrame
        `CHECK_COLUMNS`: a row for each check, source and indicator of which anything was examined.
    """
    rows = []
    for check in CHECKS:
        examined = check.examine(observations)
        if examined.empty:
            continue
        # Rows of a rule that found none have no types of their own.
        examined = examined.astype(dict.fromkeys(("figure", "low", "high"), "float64"))
        slack = SLACK * examined["figure"].abs().clip(lower=1)
        above = examined["figure"] > examined["high"] + slack
        failed = above | (examined["figure"] < examined["low"] - slack)
        for keys, group in examined.assign(failed=failed).groupby(["source", "indicator"]):
            found = group[group["failed"]]
            example = "" if found.empty else _in_words(check, found.iloc[0])
            rows.append((check.name, *keys, len(group), len(found), example))
    return pd.DataFrame(rows, columns=CHECK_COLUMNS)


def _in_words(check: Check, row: pd.Series) -> str:
    above = row["figure"] > row["high"]
    side, bound, meaning = ("above", row["high"], check.high) if above else ("below", row["low"], check.low)
    drug = "" if row["drug"] == ALL_DRUGS else f", {catalog.DRUGS[row['drug']].label}"
    strata = "".join(f", {name} {row[name]}" for name in STRATA if row[name] != WHOLE)
    predicted = ", predicted" if row.get("predicted", False) else ""
    period = f"{row['period_kind']} to {row['period_end']:%Y-%m-%d}"
    figures = f"{row['figure']:,.10g} is {side} {bound:,.10g}, {meaning}"
    return f"{label(row['place'])}{drug}{strata}{predicted}, {period}: {figures}"


def _places_add_up(observations: pd.DataFrame) -> pd.DataFrame:
    """A place is the sum of the places in it, where the source declares it.

    A withheld count may add 1 to 9. Where a place gives no count for another reason, or is not listed at
    all, the sum has no upper bound.
    """
    rows = _added_up(observations)
    present = set(rows[["source", "place_kind"]].itertuples(index=False, name=None))
    return _together(
        _addition(rule, rows[rows["source"] == source.id])
        for source in catalog.SOURCES.values()
        for rule in source.additions
        if present.issuperset({(source.id, rule.whole), (source.id, rule.part)})
    )


def _addition(rule: Addition, rows: pd.DataFrame) -> pd.DataFrame:
    whole = rows[(rows["place_kind"] == rule.whole) & rows["value"].notna()]
    parts = rows[(rows["place_kind"] == rule.part) & ~rows["place"].isin(rule.outside)]
    parts = parts[~_counted_anew(parts)]
    parts = parts.assign(place=NATION if rule.whole == "nation" else parts["place"].map(state_of), listed=1)
    summed = parts.groupby(_FACT, as_index=False)[_TALLIES].sum()
    beside = whole[[*_FACT, "value"]].merge(summed, on=_FACT)
    return _bounded(beside, (beside["listed"] >= rule.parts) & (not rule.holds_more))


def _counted_anew(parts: pd.DataFrame) -> pd.Series:
    """Which counties are of former boundaries, where the ones that took their place are listed beside
    them."""
    period = [
        parts["place"].str[:2],
        parts["source"],
        parts["indicator"],
        parts["period_kind"],
        parts["period_end"],
    ]
    geographies = {str(place): _only_in(str(place)) for place in parts["place"].unique()}
    only_in = parts["place"].map(geographies)
    return only_in.eq("former") & only_in.eq("new").groupby(period).transform("any")


def _only_in(place: str) -> str:
    """Whether a place is a county that only the former, or only the new boundaries have."""
    if is_former(place):
        return "former"
    known = places().get(place)
    is_new = known is not None and known.kind == "county" and not in_geography(place, GEOGRAPHIES[0])
    return "new" if is_new else ""


def _periods_add_up(observations: pd.DataFrame) -> pd.DataFrame:
    """A period is the sum of the periods in it: a year of its months, pooled years of their years.

    A 12-month-ending count is at least the sum of its months. Rates and percents are left out.
    """
    rows = _added_up(observations)
    present = set(rows["period_kind"])
    return _together(_periods_of(rows, *kinds) for kinds in PERIOD_PARTS if present.issuperset(kinds[:2]))


def _periods_of(rows: pd.DataFrame, whole_kind: str, part_kind: str, exactly: bool) -> pd.DataFrame:
    whole = rows[(rows["period_kind"] == whole_kind) & rows["value"].notna()]
    parts = rows[rows["period_kind"] == part_kind]
    days = (parts["period_end"] - parts["period_start"]).dt.days + 1
    # What lies within a period is what was added up to its end less what was added up before its start.
    parts = parts.assign(listed=days).sort_values("period_end", kind="stable")
    running = parts[[*_SERIES, "period_end"]].join(parts.groupby(_SERIES)[_TALLIES].cumsum())
    by_end = whole.sort_values("period_end", kind="stable").drop(columns=_TALLIES)
    last = pd.merge_asof(by_end, running, on="period_end", by=_SERIES)
    first = pd.merge_asof(
        last[[*_SERIES, "period_start"]].assign(row=last.index).sort_values("period_start", kind="stable"),
        running.rename(columns={"period_end": "period_start"}),
        on="period_start",
        by=_SERIES,
        allow_exact_matches=False,
    )
    last[_TALLIES] = last[_TALLIES].fillna(0) - first.set_index("row")[_TALLIES].fillna(0)
    beside = last[last["listed"] > 0]
    length = (beside["period_end"] - beside["period_start"]).dt.days + 1
    return _bounded(beside, exactly & (beside["listed"] == length))


def _added_up(observations: pd.DataFrame) -> pd.DataFrame:
    """Rows of indicators that add up, with what each brings to a sum: shown, withheld or unknown."""
    adds = [entry.id for entry in catalog.INDICATORS.values() if entry.adds_over_places]
    rows = observations[observations["indicator"].isin(adds) & observations["status"].ne("predicted")]
    withheld = rows["status"].eq("suppressed")
    unknown = rows["value"].isna() & ~withheld & ~rows["source"].isin(TOTALS_OF_REPORTING)
    return rows.assign(
        shown=rows["value"].fillna(0.0),
        withheld=withheld.astype("int64"),
        unknown=unknown.astype("int64"),
        listed=0,
    )


def _together(found: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Rows of several rules; none where no rule applies."""
    frames = list(found)
    return pd.concat(frames) if frames else NOTHING_EXAMINED


def _bounded(sums: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """A sum of parts as bounds of `value`; no upper one where not all that is in the `whole` is known."""
    high = sums["shown"] + SUPPRESSED_AT_MOST * sums["withheld"]
    return sums.assign(
        figure=sums["value"], low=sums["shown"], high=high.where(whole & sums["unknown"].eq(0), np.inf)
    )


def _nested_drugs(observations: pd.DataFrame) -> pd.DataFrame:
    """No drug is above a class it is within, of the same place and period: `NESTED`, and `all`.

    Of reported figures: an agency predicts each drug by itself, and rounds.
    """
    known = observations[observations["value"].notna() & observations["status"].ne("predicted")]
    keys = identity(known)
    known = keys.assign(value=known["value"])
    pairs = pd.DataFrame(
        [(drug, parent) for drug in catalog.DRUGS for parent in (*NESTED.get(drug, ()), ALL_DRUGS)],
        columns=["drug", "parent"],
    )
    within = known[known["drug"] != ALL_DRUGS].merge(pairs[pairs["drug"] != ALL_DRUGS], on="drug")
    classes = known[known["drug"].isin(pairs["parent"])]
    classes = classes.rename(columns={"drug": "parent", "value": "high"})
    same = [name for name in keys.columns if name != "drug"]
    beside = within.merge(classes, on=["parent", *same])
    return beside.assign(figure=beside["value"], low=-np.inf)


def _reported_below_predicted(observations: pd.DataFrame) -> pd.DataFrame:
    """A predicted count adds late reports to the reported one, so it is never below it (VSRR)."""
    predicted = observations["status"].eq("predicted")
    modeled = observations.loc[predicted, [*IDENTITY, "value"]].rename(columns={"value": "high"})
    reported = observations[~predicted & observations["value"].notna()]
    beside = reported[[*IDENTITY, "value"]].merge(modeled, on=list(IDENTITY))
    return beside.assign(figure=beside["value"], low=-np.inf)


def _whole_numbers(observations: pd.DataFrame) -> pd.DataFrame:
    """Counts are whole: the figures of every indicator that is shown without decimals."""
    counted = [entry.id for entry in catalog.INDICATORS.values() if entry.decimals == 0]
    rows = observations[observations["indicator"].isin(counted) & observations["value"].notna()]
    whole = np.floor(rows["value"])
    return rows.assign(figure=rows["value"], low=whole, high=whole)


def _unit_ranges(observations: pd.DataFrame) -> pd.DataFrame:
    """Percents lie between 0 and 100, percentile ranks between 0 and 1: `UNIT_RANGES`."""
    ranges = {
        entry.id: UNIT_RANGES[entry.unit]
        for entry in catalog.INDICATORS.values()
        if entry.unit in UNIT_RANGES
    }
    rows = observations[observations["indicator"].isin(ranges) & observations["value"].notna()]
    return rows.assign(
        figure=rows["value"],
        low=rows["indicator"].map({name: low for name, (low, _) in ranges.items()}),
        high=rows["indicator"].map({name: high for name, (_, high) in ranges.items()}),
    )


def _shares(observations: pd.DataFrame) -> pd.DataFrame:
    """A share's numerator is a part of its denominator, in indicators that are shown as a share."""
    shared = [entry.id for entry in catalog.INDICATORS.values() if "share" in entry.measures]
    rows = observations[observations["indicator"].isin(shared)]
    rows = rows[rows["numerator"].notna() & rows["denominator"].notna()]
    return rows.assign(figure=rows["numerator"], low=0.0, high=rows["denominator"])


def _places_still_report(observations: pd.DataFrame) -> pd.DataFrame:
    """The newest period has at least `GAP_SHARE` of the places of the one before.

    A place reports where it gives a figure or withholds a small one. Fewer places is a gap in the data, and
    no fall of what is counted. Kinds of places that are `LISTED_WITH_EVENTS` are left out.
    """
    observations = observations[~observations["place_kind"].isin(LISTED_WITH_EVENTS)]
    reports = observations["value"].notna() | observations["status"].isin(HELD_STATUSES)
    kinds = ["source", "indicator", "place_kind", "basis", "period_kind"]
    periods = observations[[*kinds, "period_end"]].drop_duplicates()
    reporting = observations[reports].drop_duplicates([*kinds, "period_end", "place"])
    sizes = reporting.groupby([*kinds, "period_end"]).size().rename("figure").reset_index()
    counted = periods.merge(sizes, how="left", on=[*kinds, "period_end"]).fillna({"figure": 0})
    counted = counted.sort_values("period_end")
    counted["low"] = GAP_SHARE * counted.groupby(kinds)["figure"].shift()
    newest = counted.drop_duplicates(kinds, keep="last").dropna(subset="low")
    everyone = dict.fromkeys(STRATA, WHOLE)
    return newest.assign(drug=ALL_DRUGS, place=newest["place_kind"], high=np.inf, **everyone)


def _agencies_still_report(observations: pd.DataFrame) -> pd.DataFrame:
    """Where agencies reported in one period, not all of them are silent in the next."""
    rows = observations[observations["indicator"].eq("reporting_agencies") & observations["value"].notna()]
    rows = rows.sort_values("period_end")
    before = rows.groupby([*_SERIES, "period_kind"])["value"].shift()
    return rows.assign(figure=rows["value"], low=before.clip(upper=1), high=np.inf)[before.notna()]


CONTRADICTIONS: Final = (
    "places add up",
    "periods add up",
    "drugs are within their classes",
    "shares are parts of their whole",
)
"""Checks that fail only where two figures of one source cannot both be right."""
CHECKS: Final = (
    Check(
        "places add up",
        _places_add_up,
        "what its places add up to",
        "the most its places can add up to",
    ),
    Check(
        "periods add up",
        _periods_add_up,
        "what its shorter periods add up to",
        "the most its shorter periods can add up to",
    ),
    Check("drugs are within their classes", _nested_drugs, high="the figure of a class it belongs to"),
    Check("reported is not above predicted", _reported_below_predicted, high="the predicted figure"),
    Check("counts are whole numbers", _whole_numbers, high="the whole number below it"),
    Check("percents and ranks are in range", _unit_ranges, "the least there is", "the most there is"),
    Check("shares are parts of their whole", _shares, "zero", "its denominator"),
    Check("places still report", _places_still_report, "four fifths of the places of the period before"),
    Check("agencies still report", _agencies_still_report, "one, and agencies reported the period before"),
)
