"""What stands out in a place: sentences made from the rules' figures, in the digits of the panels."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from components import numbers
from components.fallbacks import released_instead
from components.numbers import counted, number, rounded
from components.periods import period_phrase, period_value, short_period
from components.place_links import profile_link
from components.words import joined, sources_words, vintage_words, within_sentence
from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.places import NATION, label
from model.view import View, query_string
from panels.chart import chart_over_time
from panels.late_records_words import why_incomplete
from panels.panel import ON_PROFILE, Panel
from panels.profile_words import (
    counties_words,
    counts_words,
    decimals_of,
    is_points,
    limits_words,
    period_words,
    value_words,
)
from panels.registry import panel
from panels.sheet_part import SheetPart
from queries.insights import insights
from queries.profile_results import Insight, Insights, NewestFigure, PeerRank, Peers, Reading
from queries.results import Instead, Provenance, ResolvedView

COLUMNS: Final = (
    "sentence",
    "rule",
    "panel",
    "place",
    "name",
    "indicator",
    "drug",
    "period_end",
    "value",
    "change",
    "change_lower",
    "change_upper",
    "status",
)
RULES_WORDS: Final = (
    "Chosen by stated rules from released figures alone: a change is told where its interval lies on one "
    f"side of zero, on counts of at least {UNRELIABLE_BELOW} in both years, never on figures that are "
    "suppressed, unreliable or incomplete."
)


def insights_texts(found: Insights) -> dict[str, str]:
    """Title, subtitle and foot."""
    return {
        "insights-title": f"What stands out, {found.name}",
        "insights-subtitle": RULES_WORDS if found.insights else "Nothing is published for this place.",
        "insights-foot": sources_words(found.provenance),
    }


def insights_provenance(found: Insights) -> list[Provenance]:
    """Where the figures come from, each once."""
    return list(found.provenance)


def insights_content(found: Insights, view: View) -> dict[str, Any]:
    """Each sentence with the panel that shows it, its view in Explore, and what to look at instead."""
    return {
        "sentences": [
            {
                "text": sentence(each),
                "panel": each.panel,
                "words": _link_words(each.panel),
                "link": f"/?{query_string(each.view)}",
                "instead": instead_links(each.instead, found.resolved) if each.instead else [],
            }
            for each in found.insights
        ]
    }


def _link_words(name: str) -> str:
    shown_in = panel(name)
    return shown_in.link_words or shown_in.name


def insights_table(found: Insights) -> pd.DataFrame:
    """One row a sentence, with the figures in it."""
    return pd.DataFrame([_table_row(each) for each in found.insights], columns=COLUMNS)


def _table_row(insight: Insight) -> dict[str, Any]:
    row: dict[str, Any] = {"sentence": sentence(insight), "rule": insight.rule, "panel": insight.panel}
    row |= {"place": insight.view.place, "indicator": insight.view.indicator, "drug": insight.view.drug}
    row["name"] = label(insight.view.place) if insight.of is None else insight.of.name
    if insight.of:
        of = insight.of
        change = of.change
        row |= {"period_end": pd.Timestamp(of.end), "status": of.status}
        row["value"] = _digits(of.value, decimals_of(of))
        limits = (change.value, change.lower, change.upper) if change else (None,) * 3
        row |= dict(
            zip(
                ("change", "change_lower", "change_upper"), (_digits(each, 1) for each in limits), strict=True
            )
        )
    elif insight.peer_rank:
        peer_rank = insight.peer_rank
        row |= {"period_end": pd.Timestamp(peer_rank.end), "status": peer_rank.status}
        row["value"] = _digits(peer_rank.value, 1)
    return row


def _digits(value: float | None, decimals: int) -> float:
    return float("nan") if value is None else float(rounded(value, decimals))


def instead_links(
    instead: Instead,
    resolved: ResolvedView,
) -> list[dict[str, str]]:
    """A longer period in Explore, the profile of the place's group, and that of its state, in this order."""
    view = resolved.view
    links = []
    if instead.period:
        period = instead.period
        phrase = period_phrase(period.kind, period.start, period.end)
        parts = {
            "place": view.place,
            "kind": period.kind,
            "source": period.source,
            "period": period_value(period.kind, period.end),
        }
        words = phrase if period.is_longer else f"{phrase}, its newest figure"
        links.append({"words": words, "link": f"/?{urlencode(parts)}"})
    return links + [
        {"words": resolved.label(code), "link": profile_link(code, view)}
        for code in (instead.group, instead.wider)
        if code
    ]


def sentence(insight: Insight) -> str:
    """What a rule found, in words."""
    return WORDS[insight.rule](insight)


def _of(insight: Insight) -> Reading:
    if insight.of is None:
        raise ValueError(f"{insight.rule} speaks of no figure")
    return insight.of


def _what(reading: Reading) -> str:
    return catalog.sentence(reading.indicator, reading.drug)


def _where(reading: Reading) -> str:
    if not reading.counties:
        return reading.name
    compared = f"{number(reading.compared)} of {number(reading.counties)}"
    return f"{reading.name} ({compared} counties released in both years)"


def direction(reading: Reading) -> str:
    """ "up 3.1%" or "down 1.2 percentage points"."""
    if reading.change is None:
        raise ValueError("no change to put into words")
    unit = " percentage points" if is_points(reading) else "%"
    way = "up" if reading.change.value > 0 else "down"
    return f"{way} {number(abs(reading.change.value), 1)}{unit}"


def _with_limits(reading: Reading) -> str:
    if reading.change is None:
        return ""
    predicted = "predicted counts; " if reading.predicted else ""
    return f"({predicted}{limits_words(reading, reading.change)})"


def _change(insight: Insight) -> str:
    of = _of(insight)
    when = period_words(of)
    return f"{_what(of)}, {_where(of)}: {direction(of)} on a year earlier, {when} {_with_limits(of)}."


def _while(others: str, insight: Insight) -> str:
    """A change beside that of `others`."""
    of, beside = _of(insight), insight.beside
    if beside is None:
        raise ValueError("nothing to set it beside")
    return (
        f"{_what(of)}, {_where(of)}: {direction(of)} on a year earlier {_with_limits(of)}, while "
        f"{others} are {direction(beside)} {_with_limits(beside)}, {period_words(of)}."
    )


def _laboratories(insight: Insight) -> str:
    of = _of(insight)
    counts = f": {counts_words(of, of.counts)}" if of.counts else ""
    return (
        f"{_what(of)}, {of.name}: {value_words(of)}, {direction(of)} on a year earlier, {period_words(of)} "
        f"{_with_limits(of)}{counts}."
    )


def _peers(insight: Insight) -> str:
    peer_rank, context = insight.peer_rank, insight.context
    if peer_rank is None or peer_rank.value is None or peer_rank.median is None or context is None:
        raise ValueError("no standing among peers to put into words")
    above = peer_rank.value > peer_rank.median[1]
    what = within_sentence(catalog.INDICATORS[peer_rank.view.indicator].unit)
    return (
        f"{context.name} is in the {'highest' if above else 'lowest'} fifth of "
        f"{number(peer_rank.peers_ranked)} counties of its urban-rural class and vulnerability quartile with "
        f"a reliable rate: {number(peer_rank.value, 1)} {what} per {catalog.RATE_PER:,} residents"
        f"{_interval(peer_rank)}; the median of all {number(peer_rank.peers_listed)} is "
        f"{median_words(peer_rank)}, "
        f"{period_phrase(peer_rank.kind, peer_rank.start, peer_rank.end)}."
    )


def median_words(peer_rank: PeerRank) -> str:
    """The median of the peers' figures, between limits where some of them are withheld."""
    if peer_rank.median is None:
        return "–"
    digits = catalog.INDICATORS[peer_rank.view.indicator].decimals_of(peer_rank.view.measure)
    words = numbers.limits_words(*peer_rank.median, digits)
    if not peer_rank.peers_withheld:
        return words
    held, listed = number(peer_rank.peers_withheld), number(peer_rank.peers_listed)
    return f"{words} ({held} of {listed} without a figure)"


def _interval(peer_rank: PeerRank) -> str:
    return f" (95% interval {number(peer_rank.lower, 1)} to {number(peer_rank.upper, 1)})"


def _newest_of(insight: Insight) -> NewestFigure:
    if insight.newest is None:
        raise ValueError(f"{insight.rule} knows no source")
    return insight.newest


def _incomplete(insight: Insight) -> str:
    newest, of = _newest_of(insight), _of(insight)
    first = short_period(of.kind, newest.incomplete_from) if newest.incomplete_from else ""
    return (
        f"{_what(of)}, {of.name}: still incomplete from {first} on "
        f"({why_incomplete([newest.provenance.source])}), so a fall in reported counts may be late records "
        f"alone.{_predicted(of)}"
    )


def _predicted(of: Reading) -> str:
    """What is predicted, where no interval lets a change be told."""
    if not of.predicted or of.change is None or of.change.is_assessed:
        return ""
    before = number(of.change.before, decimals_of(of))
    return f" Predicted for {period_words(of)}: {value_words(of)}, and {before} a year earlier."


def _suppressed(insight: Insight) -> str:
    of = _of(insight)
    held = catalog.status_words(of.status, of.indicator)
    opening = f"{_what(of)}, {of.name}, {period_words(of)}: {held}, which is not zero."
    if insight.instead is None or insight.resolved is None:
        return opening
    named = released_instead(insight.instead, insight.resolved)
    return f"{opening} Released instead: {'; '.join(named)}." if named else opening


def _released(insight: Insight) -> str:
    of = _of(insight)
    return (
        f"{_what(of)}, {of.name}, {period_words(of)}: {counties_words(of)}, and the figure is of those alone."
    )


def _no_clear_change(insight: Insight) -> str:
    of = _of(insight)
    when = period_words(of)
    return f"{_what(of)}, {_where(of)}: no clear change on a year earlier, {when} {_with_limits(of)}."


def _complete(insight: Insight) -> str:
    of = _of(insight)
    return (
        f"{_what(of)}, {of.name}: nothing says that {period_words(of)} is incomplete "
        f"({_newest_of(insight).provenance.short}, {vintage_words(_newest_of(insight).provenance)})."
    )


def _as_of(insight: Insight) -> str:
    of, provenance = _of(insight), _newest_of(insight).provenance
    source = f"{provenance.short}, {vintage_words(provenance)}"
    return f"{_what(of)}, {of.name}: the newest figures are of {period_words(of)} ({source})."


def _class(insight: Insight) -> str:
    if insight.context is None:
        raise ValueError("no context to put into words")
    return context_words(insight.context)


def context_words(context: Peers) -> str:
    """Of what kind a county is, or the counties of a wider place are."""
    categories = catalog.INDICATORS["urban_rural"].categories
    if context.level != "county" and not context.classes:
        return ""
    if context.level != "county":
        total = sum(count for _, count in context.classes)
        parts = [f"{number(count)} {categories[each]}" for each, count in context.classes]
        name = "the United States" if context.place == NATION else context.name
        counties = counted(total, "county", "counties")
        return f"Of {counties} with an urban-rural class in {name}, {joined(parts)}."
    said = []
    if context.urban_rural is not None:
        said.append(f"its urban-rural class is {categories[context.urban_rural]}")
    if context.svi is not None:
        said.append(
            f"its Social Vulnerability Index {number(context.svi, 2)}, quartile {context.quartile} of 4 "
            "(4 is the most vulnerable)"
        )
    if context.peers:
        others = "shares both and is its peer" if context.peers == 1 else "share both and are its peers"
        said.append(f"{counted(context.peers, 'other county', 'other counties')} {others}")
    return f"{context.name}: {joined(said)}." if said else ""


WORDS: Final[Mapping[str, Callable[[Insight], str]]] = MappingProxyType(
    {
        "suppressed": _suppressed,
        "against the nation": partial(_while, "the nation's"),
        "change": _change,
        "peers": _peers,
        "drug": partial(_while, "deaths from all drugs there"),
        "nonfatal": _change,
        "laboratories": _laboratories,
        "response": _change,
        "incomplete": _incomplete,
        "released": _released,
        "no clear change": _no_clear_change,
        "complete": _complete,
        "class": _class,
        "as of": _as_of,
    }
)
"""Rule → its sentence."""


PANEL: Final = Panel(
    id="insights",
    former_ids=("standouts",),
    order=200,
    name="What stands out",
    figures="the sentences",
    appears_in=ON_PROFILE,
    find=lambda reader, resolved: insights(reader, resolved.view),
    texts=lambda _resolved, found: insights_texts(found),
    content=lambda resolved, found: insights_content(found, resolved.view),
    table=lambda _resolved, found: insights_table(found),
    provenance=insights_provenance,
    reading=(
        "Sentences are written by rules, in a fixed order, at most six: deaths first, then drugs, peers, "
        "nonfatal overdoses, laboratories, response, and how complete the figures are.",
        "A change is told where its 95% interval lies on one side of zero and both years have at least "
        f"{UNRELIABLE_BELOW}; of rates that are published without their counts no direction is told.",
        "Where the newest period is still incomplete, only the agency’s predictions of both years are "
        "compared.",
        "They say what was measured, not why.",
    ),
    browser_module="profile/panels",
    follows_indicator=False,
    chart=chart_over_time,
    sheet_part=SheetPart.SENTENCES,
)
