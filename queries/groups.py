"""Which counties a group stands for in an extract, and what the group is called."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from model.catalog import INDICATORS
from model.events import DESIGNATED
from model.groups import PEERS, Group, is_county, is_group, own_code
from model.places import NATION, components_of, label, successor
from model.view import View
from queries.results import ResolvedView
from queries.store import Reader

QUARTILES: Final = (0.25, 0.5, 0.75)
"""Upper percentiles of the first three, as the Social Vulnerability Index is published in quartiles
(CDC/ATSDR, county maps of the index)."""
QUARTILE_WORDS: Final[Mapping[int, str]] = MappingProxyType(
    {1: " (least vulnerable)", 4: " (most vulnerable)"}
)
KIN: Final = ["urban", "quartile"]
"""What peers have in common."""
UNKNOWN_GROUP: Final = "A group in the link is not in this extract, or holds no county; it was left out."
NO_PEERS: Final = (
    "Peers are counties of the urban-rural class and vulnerability quartile of the county in focus, and are "
    "known where it has both."
)


def groups_of(reader: Reader) -> Mapping[str, Group]:
    """Every group that the extract itself knows, by code, in the order of lists of choices."""
    return reader.once(_groups_of)


def with_places(reader: Reader, view: View, resolved: ResolvedView) -> tuple[View, ResolvedView]:
    """The view without groups that stand for no county, and the setting with what its places are called."""
    own = {own_code(position): group for position, group in enumerate(view.groups)}
    found = {code: group for code, group in {**groups_of(reader), **own}.items() if group.counties}
    if peers := peers_of(reader, view.place):
        found[PEERS] = peers
    asked = (view.place, *view.compare)
    unknown = [code for code in asked if is_group(code) and code not in found]
    remarks = [NO_PEERS if code == PEERS else UNKNOWN_GROUP for code in unknown]
    place = NATION if view.place in unknown else view.place
    compare = tuple(other for other in view.compare if other not in (*unknown, place))
    named = replace(
        resolved,
        groups=MappingProxyType(found),
        nation_label=INDICATORS[view.indicator].nation_label,
        remarks=tuple(dict.fromkeys((*resolved.remarks, *remarks))),
    )
    return replace(view, place=place, compare=compare), named


def peers_of(reader: Reader, county: str) -> Group | None:
    """Other counties of a county's urban-rural class and vulnerability quartile; None where it lacks one."""
    if not is_county(county):
        return None
    return reader.once(_peers_of, county)


def _peers_of(reader: Reader, county: str) -> Group | None:
    classes = reader.once(classes_of)
    if county not in classes.index:
        return None
    alike = reader.once(_alike).get(tuple(np.asarray(classes.loc[county, KIN]).tolist()), ())
    counties = tuple(place for place in alike if place != county)
    return Group(f"Peers of {label(county)}", counties, "Peers") if counties else None


def _alike(reader: Reader) -> Mapping[tuple[float, ...], tuple[str, ...]]:
    """Counties of each urban-rural class and vulnerability quartile."""
    classes = reader.once(classes_of).dropna()
    return {key: _members(rows.index) for key, rows in classes.groupby(KIN)}  # type: ignore[misc]


def _groups_of(reader: Reader) -> Mapping[str, Group]:
    classes = reader.once(classes_of)
    urban = {
        f"urban-{number}": Group(
            f"NCHS urban-rural class {number} ({words})",
            _members(classes.index[classes["urban"] == number]),
            f"{words[0].upper()}{words[1:]}",
        )
        for number, words in INDICATORS["urban_rural"].categories.items()
    }
    svi = {
        f"svi-{number}": Group(
            f"SVI quartile {number}{QUARTILE_WORDS.get(number, '')}",
            _members(classes.index[classes["quartile"] == number]),
            f"SVI quartile {number}",
        )
        for number in range(1, len(QUARTILES) + 2)
    }
    return MappingProxyType({**urban, **svi, **_designated(reader)})


def classes_of(reader: Reader) -> pd.DataFrame:
    """`urban`, `svi` and its `quartile` of every county that has either, by county."""
    rows = reader.query("county_classes").set_index("place")
    percentile = rows["svi"].to_numpy(dtype=float)
    quartile = np.where(np.isnan(percentile), np.nan, np.searchsorted(QUARTILES, percentile) + 1)
    return pd.DataFrame(
        {"urban": rows["urban_rural"].astype(float), "quartile": quartile, "svi": percentile},
        index=rows.index,
    )


def _members(counties: Iterable[str]) -> tuple[str, ...]:
    """Counties by their codes of today; a county that was split stands for its parts."""
    today = (part for county in counties for part in components_of(county) or (successor(county),))
    return tuple(sorted(set(filter(is_county, today))))


def _designated(reader: Reader) -> dict[str, Group]:
    """Announced designations by HIDTA; a HIDTA that was printed in several ways is called by the newest."""
    names: dict[str, str] = {}
    counties: dict[str, list[str]] = {}
    rows = reader.query("designations")
    for place, title in zip(rows["place"].tolist(), rows["title"].tolist(), strict=True):
        name = title.partition(DESIGNATED)[2]
        code = f"hidta-{_slug(name)}"
        if is_group(code):
            names.setdefault(code, name)
            counties.setdefault(code, []).append(place)
    return {
        code: Group(
            f"{names[code]} (announced designations, partial)",
            _members(counties[code]),
            f"{names[code]}, partial",
        )
        for code in sorted(names)
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().removesuffix("hidta")).strip("-")
