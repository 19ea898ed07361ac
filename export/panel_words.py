"""What panels say of themselves outside the page: the page's own words, without how to press and point."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from components import words
from components.fallbacks import offers_words
from components.numbers import number, rounded
from components.panel_tables import decimals_shown
from model import catalog
from model.observations import HELD_STATUSES
from model.places import label
from model.view import observed
from panels import second_map, small_maps, trend, trend_words
from panels.distribution import distribution_forms
from panels.headline import tiles
from panels.ranked_places import listed, places_here
from panels.ranking import ranking_forms
from panels.sectors import CHOOSE_ROW
from panels.seizures import areas_title, no_area_words, seizures_alternative
from queries.results import ExploreResult

ONLY_ON_THE_PAGE: Final = (small_maps.PRESS_ONE, CHOOSE_ROW)
"""What one can do there and nowhere else."""
NAMED: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "indicator": lambda code: catalog.INDICATORS[code].label if code in catalog.INDICATORS else code,
        "drug": lambda code: catalog.drug_label(code) if code in catalog.DRUGS else code,
        "status": lambda code: catalog.STATUS_WORDS.get(code, code),
    }
)
"""Columns of codes → their words."""


@dataclass(frozen=True)
class Captions:
    """The words around a panel's figures.

    Attributes
    ----------
    stands
        What is said under the figures; may be empty.
    """

    title: str
    subtitle: str
    alternative: str
    foot: str
    stands: str = ""


def without_page_words(text: str) -> str:
    """A text without what can only be done on the page."""
    for phrase in ONLY_ON_THE_PAGE:
        text = text.replace(phrase, "")
    return " ".join(text.split())


def said_of(result: ExploreResult, panel: str) -> Captions:
    """The words of a panel of the Explore page."""
    return SAID[panel](result)


def asked_words(panel: str, texts: Mapping[str, str], content: Any) -> Captions:
    """The words of a panel that is asked for by itself, from its texts by element id and its content."""
    said = {name.removeprefix(f"{panel}-"): without_page_words(text) for name, text in texts.items()}
    title, subtitle, foot = (said.pop(name, "") for name in ("title", "subtitle", "foot"))
    absent = content.get("absent", "") if isinstance(content, dict) else ""
    stands = " ".join(filter(None, (absent, *said.values())))
    alternative = " ".join(filter(None, (f"{title}.", subtitle, stands)))
    return Captions(title, subtitle, alternative, foot, stands)


def _headline(result: ExploreResult) -> Captions:
    view, figure = result.view, result.figure
    each = tiles(view, result)
    spoken = " ".join(
        f"{tile.title}: {tile.value}{f' ({tile.small})' if tile.small else ''}." for tile in each
    )
    notes = (*words.cautions(view), *words.rate_footnote(view, [figure.provenance]))
    return Captions(
        words.amount_title(result), "", spoken, words.footer([figure.provenance], notes), offers_words(result)
    )


def _map(result: ExploreResult) -> Captions:
    title = words.map_title(result.view, result.resolved)
    subtitle = words.map_subtitle(result.view, result.resolved, result.map)
    foot = words.map_foot(result)
    if second_map.in_one(result):
        texts = second_map.texts(result.view, result)
        title, subtitle, foot = (texts[f"map-{part}"] for part in ("title", "subtitle", "foot"))
    return Captions(title, subtitle, f"Map. {title}. {subtitle}", foot)


def _second_map(result: ExploreResult) -> Captions:
    return _map(result.second_alone())


def _trend(result: ExploreResult) -> Captions:
    view, series, resolved = result.view, result.series, result.resolved
    provenance = [line.provenance for line in series]
    notes = (words.two_bases(series, result.map), *words.rate_footnote(view, provenance))
    return Captions(
        words.trend_title(view, result),
        trend_words.trend_subtitle(view, series, resolved),
        trend.trend_alternative(observed(view), series, resolved),
        words.footer(provenance, notes),
    )


def _ranking(result: ExploreResult) -> Captions:
    view = result.view
    forms = ranking_forms(view, result)
    which = view.ranking or "highest"
    foot = forms["texts"]["ranking-foot"]
    if forms["absent"]:
        return Captions(forms["titles"]["highest"], "", forms["absent"], foot, forms["absent"])
    name = label(view.place) if view.place in places_here(result).index else "the place in focus"
    title = forms["titles"][which].replace("{name}", name)
    rows = listed(result)
    interval = f"{forms['interval']} " if len(rows) and rows["lower"].notna().any() else ""
    subtitle = f"{forms['subtitle']} {interval}{'' if which == 'around' else _counted(result, forms)}".strip()
    missing = "" if len(rows) else forms["choose"] if which == "around" else forms["empty"]
    return Captions(title, subtitle, f"Dot plot. {title}. {subtitle}", foot, missing)


def _counted(result: ExploreResult, forms: dict[str, str]) -> str:
    """How many places have a rank, and why the others have none."""
    rows = places_here(result)
    unranked = rows[rows["rank"] == 0]
    held = Counter(
        _status_words(result, status, reason)
        for status, reason in zip(unranked["status"], unranked["reason"], strict=True)
    )
    rest = ", ".join(f"{number(count)} {said}" for said, count in held.items())
    return _filled(
        forms["counted"],
        ranked=number(int((rows["rank"] > 0).sum())),
        total=number(len(rows)),
        rest=f"; the others: {rest}" if rest else "",
    )


def _status_words(result: ExploreResult, status: str, reason: str) -> str:
    said = catalog.status_words(status, result.view.indicator)
    if not reason:
        return said
    return reason if status in HELD_STATUSES else f"{said} ({reason})"


def _filled(form: str, **parts: str) -> str:
    """A sentence form with its parts; what a part contains is never taken for a form."""
    pieces = form.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled.append(parts[name] + rest)
    return "".join(filled)


def _distribution(result: ExploreResult) -> Captions:
    forms = distribution_forms(result.view, result)
    texts = forms["texts"]
    title, foot = texts["distribution-title"], texts["distribution-foot"]
    if forms["absent"]:
        return Captions(title, "", forms["absent"], foot, forms["absent"])
    shown = shown_of_ranked(result)
    if shown.empty:
        return Captions(title, texts["distribution-subtitle"], forms["empty"], foot, forms["empty"])
    sentence = _stands(result, shown, forms)
    alternative = _filled(
        forms["alternative"],
        count=number(len(shown)),
        lowest=value_words(result, float(shown.min())),
        highest=value_words(result, float(shown.max())),
        median=value_words(result, median_of(result, shown)),
        stands=sentence,
    )
    return Captions(title, texts["distribution-subtitle"], alternative.strip(), foot, sentence)


def shown_of_ranked(result: ExploreResult) -> pd.Series:
    """The figures of every place that has a rank, by place, in the digits of the screen."""
    rows = result.map.places if result.map else pd.DataFrame(columns=["rank", "shown"])
    ranked = rows.loc[rows["rank"] > 0, "shown"]
    return pd.Series(rounded(ranked, decimals_shown(result.view)), index=ranked.index)


def median_of(result: ExploreResult, shown: pd.Series) -> float:
    """The middle figure, in the digits of the screen."""
    return float(rounded(np.median(shown), decimals_shown(result.view)))


def value_words(result: ExploreResult, value: float) -> str:
    """A figure with its sign or percent sign, as beside a dot."""
    view = result.view
    sign = "+" if view.measure == "change" and value > 0 else ""
    return f"{sign}{number(value, decimals_shown(view))}{'%' if view.measure in ('change', 'share') else ''}"


def _stands(result: ExploreResult, shown: pd.Series, forms: dict[str, str]) -> str:
    """Where the place in focus stands among all."""
    place, rows = result.view.place, result.map.places if result.map else pd.DataFrame()
    if place not in rows.index:
        return ""
    if place not in shown.index:
        row = rows.loc[place]
        status = _status_words(result, str(row["status"]), str(row["reason"]))
        return _filled(forms["unplaced"], name=label(place), status=status)
    lower = int((shown < shown[place]).sum())
    form = forms["highest"] if shown[place] == shown.max() else forms["higher"]
    percent = str(floor(lower / len(shown) * 100))
    return _filled(form, name=label(place), count=number(len(shown)), percent=percent)


def _small_maps(result: ExploreResult) -> Captions:
    texts = small_maps.texts(result.view, result)
    title = texts["small-maps-title"]
    subtitle = without_page_words(texts["small-maps-subtitle"])
    return Captions(title, subtitle, f"Maps. {title}. {subtitle}", texts["small-maps-foot"])


def _seizures(result: ExploreResult) -> Captions:
    view, seized = result.view, result.seized
    return Captions(
        words.seized_title(seized, view.area),
        words.seized_subtitle(view, result.resolved, seized),
        seizures_alternative(seized, view.area),
        words.footer([seized.provenance]),
    )


def _areas(result: ExploreResult) -> Captions:
    seized, title = result.seized, areas_title(result.seized)
    empty = no_area_words(seized) if seized.areas.empty else ""
    subtitle = words.seized_subtitle(result.view, result.resolved, seized)
    return Captions(title, subtitle, f"Bar chart. {title}.", words.footer([seized.provenance]), empty)


SAID: Final[Mapping[str, Callable[[ExploreResult], Captions]]] = MappingProxyType(
    {
        "headline": _headline,
        "map": _map,
        "map2": _second_map,
        "trend": _trend,
        "ranking": _ranking,
        "distribution": _distribution,
        "small-maps": _small_maps,
        "seizures": _seizures,
        "areas": _areas,
    }
)
"""Panel → its words."""
