"""Two figures in one map: nine classes, made of the thirds of each (Stevens 2015, bivariate choropleths)."""

from collections import Counter
from typing import Any

import pandas as pd

from components import words
from components.map_legend import ABSENT_PATTERNS
from components.numbers import number
from methods.rates import UNRELIABLE_BELOW
from methods.terciles import tercile_of
from model import catalog
from model.observations import ABSENT_STATUSES
from model.view import View
from panels.map_table import map_table
from queries.results import ExploreResult, MapResult, SecondMap

TERCILES_NOTE = (
    "thirds of each map's released, reliable figures of its period, zeros apart; a true zero is in the lowest"
)

READING = (
    "Each place is in the lowest, middle or highest third of both figures, which makes nine colors: one hue "
    "grows with the first, another with the second, and the darkest (in the dark theme the lightest) is "
    "highest in both. Thirds are of the released and reliable figures of this map, so they change with the "
    "period. A pattern says that a figure of a place is withheld on one of the two; it is never zero. That "
    "two figures are high in one place does not say that one causes the other."
)


def mode_of(view: View, second: SecondMap | None) -> str:
    """`two` maps, `both` figures in one, or empty for one map."""
    if second is None or (view.maps == "both" and not second.terciles):
        return ""
    return view.maps


def in_one(result: ExploreResult) -> bool:
    """Whether the first map shows the second's figures too."""
    return mode_of(result.view, result.second) == "both"


def values(view: View, first: MapResult | None, second: SecondMap) -> dict[str, Any]:
    """What the browser makes the nine classes and their legend from.

    Returns
    -------
    dict
        `limits`, of the first and of the second map: upper limits of the lower two thirds, as whole
        multiples of the last digit shown; `axes`, what each map shows and its thirds in words, the lowest
        first; `note`; `statuses`, words of places without both figures; `unreliable`, words of those with
        one that is; `second`, what the second figure on the hover card is.
    """
    maps = ((view, second.terciles[0]), (second.view, second.terciles[1]))
    return {
        "limits": [[round(limit * 10 ** _decimals(each)) for limit in limits] for each, limits in maps],
        "axes": [{"words": _axis(each), "thirds": _terciles(each, limits)} for each, limits in maps],
        "note": TERCILES_NOTE,
        "statuses": {status: catalog.status_words(status, view.indicator) for status in ABSENT_PATTERNS},
        "unreliable": f"unreliable in one or both (under {UNRELIABLE_BELOW})",
        "second": _opened(catalog.sentence(second.view.indicator, second.view.drug)),
    }


def _decimals(view: View) -> int:
    return catalog.INDICATORS[view.indicator].decimals if view.measure == "count" else 1


def _axis(view: View) -> str:
    """What one axis of the legend shows."""
    return f"{catalog.sentence(view.indicator, view.drug)}: {_opened(words.unit_phrase(view))}"


def _opened(text: str) -> str:
    """Words as they stand within a sentence; an abbreviation or a name keeps its capitals."""
    first, *others = text.split(maxsplit=1)
    name = first[1:2].isupper() or (bool(others) and others[0][0].isupper())
    return text if name else text[:1].lower() + text[1:]


def _terciles(view: View, limits: tuple[float, ...]) -> list[str]:
    decimals = _decimals(view)
    low, high = (number(limit, decimals) for limit in limits)
    return [f"up to {low}", f"over {low}, up to {high}", f"over {high}"]


def texts(view: View, result: ExploreResult, second: SecondMap) -> dict[str, str]:
    """Title, subtitle and foot of the map that shows both figures."""
    other = words.map_title(second.resolved)
    return {
        "map-title": f"{words.map_title(result.resolved)}, and {_opened(other)}",
        "map-subtitle": _subtitle(view, result.map, second),
        "map-foot": words.map_foot(result, result.second_alone()),
        "map-reading": READING,
    }


def _subtitle(view: View, first: MapResult | None, second: SecondMap) -> str:
    """How many places have both figures, and what each map withholds."""
    if first is None or second.map is None:
        return ""
    rows = first.in_focus
    others = second.map.places.reindex(rows.index)
    both = int((rows["shown"].notna() & others["shown"].notna()).sum())
    singular, plural = words.LEVEL_WORDS[first.level]
    withheld = [
        *_withheld(rows["status"], view.indicator, "first"),
        *_withheld(others["status"].fillna("missing"), second.view.indicator, "second"),
    ]
    total = f"{number(len(rows))} {plural if len(rows) != 1 else singular}"
    return f"Of {total}, {number(both)} have both figures. Withheld: {', '.join(withheld) or 'none'}."


def _withheld(statuses: pd.Series, indicator: str, which: str) -> list[str]:
    held = Counter(status for status in statuses.tolist() if status in ABSENT_STATUSES)
    return [
        f"{number(count)} {catalog.status_words(status, indicator)} in the {which}"
        for status, count in sorted(held.items())
    ]


def table(result: ExploreResult) -> pd.DataFrame:
    """Both maps' figures of each place, with the third that each belongs to."""
    second = result.second
    if result.map is None or second is None or second.map is None or not second.terciles:
        return pd.DataFrame(columns=["place", "name", "status"])
    sides = ((result, second.terciles[0], ""), (result.second_alone(), second.terciles[1], "_second"))
    tables = [_with_thirds(side, limits).add_suffix(suffix) for side, limits, suffix in sides]
    return (
        tables[0]
        .merge(
            tables[1].drop(columns=["name_second", "state_second"]),
            left_on="place",
            right_on="place_second",
            how="left",
        )
        .drop(columns="place_second")
    )


def _with_thirds(result: ExploreResult, limits: tuple[float, ...]) -> pd.DataFrame:
    """A map's table with the third of each figure: 1 the lowest, 3 the highest."""
    rows = map_table(result)
    shown = rows.iloc[:, 3].astype(float)
    terciles = tercile_of(shown.fillna(0), limits) + 1
    return rows.assign(third=pd.Series(terciles, index=rows.index).where(shown.notna()).astype("Int64"))
