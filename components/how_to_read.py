"""How each panel is read, in a few plain sentences behind it, made from the view and the catalog.

A panel of its own adds a function of view and result to `READINGS`; `shell.panel` does the rest.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dash import html
from dash.development.base_component import Component

from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.view import View
from queries.results import ExploreResult

INTERVAL: Final = (
    "The 95% interval is the range within which the true level plausibly lies, chance alone considered."
)
ROUNDING: Final = "The limits are what rounding of the published rates alone allows."
NO_RANK: Final = "Nothing is drawn, because places must not be compared."
GROUPS: Final = (
    "A group’s line adds up its released counties alone and breaks where they change, so that no fall is "
    "only a county that came to be withheld; a rate of the released counties is not that of the whole group."
)
NO_SMOOTHED_RANK: Final = "Nothing is drawn, because smoothed rates are not observed ones."
SMOOTHED: Final = (
    "A smoothed rate is an estimate, not what was observed: rates of few people are drawn towards that of "
    "all places, so that chance alone stands out less. It has no rank and no interval here."
)
FADED: Final = "A fainter colour is a wider interval, not a lower figure."
PROVISIONAL: Final = "Provisional counts rise as late records arrive."


def disclosure(panel: str) -> list[Component]:
    """Where the sentences of a panel stand, folded; nothing for a panel that has none."""
    if panel not in READINGS and panel not in FIXED:
        return []
    return [
        html.Details(
            [html.Summary("How to read this"), html.P(" ".join(FIXED.get(panel, ())), id=f"{panel}-reading")],
            className="reading",
        )
    ]


def reading_texts(view: View, result: ExploreResult) -> dict[str, str]:
    """The sentences of every panel by the id of where they stand."""
    return {f"{panel}-reading": " ".join(words(view, result)) for panel, words in READINGS.items()}


def _map(view: View, result: ExploreResult) -> list[str]:
    entry = catalog.INDICATORS[view.indicator]
    if result.map is None:
        return ["Nothing is drawn, because no figure of a county or state is published for this choice."]
    place = result.map.level
    opening = (
        f"The colour of a {place} is that of the legend, and means the same in every period."
        if entry.comparable
        else f"A {place} has one colour where a figure is released, because places must not be compared."
    )
    hidden = f"A pattern says why there is no figure: {_withheld(view)} is never zero."
    closing = (
        "A large area is not a large number of people, and two places whose intervals overlap may not differ."
        if entry.comparable
        else "Compare a place only with its own past."
    )
    return [opening, hidden, *_certainty(view), closing]


def _second_map(view: View, result: ExploreResult) -> list[str]:
    alone = result.second_alone()
    shared = "It has the first map's classes, so that a colour means the same on both."
    return [*_map(alone.view, alone), *([shared] if result.second and result.second.shares else [])]


def _withheld(view: View) -> str:
    own = catalog.INDICATORS[view.indicator].suppression
    return f"“{own}”, like “not reported”," if own else "“not reported”"


def _certainty(view: View) -> list[str]:
    """What the interval and the word unreliable mean, where the measure has them."""
    entry = catalog.INDICATORS[view.indicator]
    if view.measure == "change" and entry.published_rate:
        return [ROUNDING]
    if not entry.counts_people or view.measure == "share":
        return []
    if view.measure == "smoothed":
        return [SMOOTHED]
    few = f"Figures on fewer than {UNRELIABLE_BELOW} are unreliable, because chance alone moves them much."
    faded = [FADED] if view.fade else []
    return [INTERVAL, *faded] if view.measure == "count" else [INTERVAL, few, *faded]


def _trend(view: View, result: ExploreResult) -> list[str]:
    sentences = [
        "Each line is one place; a gap is a period without a released figure, which is never a zero."
    ]
    own = next((line for line in result.series if line.place == view.place), None)
    if own is not None and view.scale != "index" and own.points["lower"].notna().any():
        sentences.append(f"The band is the interval of {result.resolved.label(view.place)}. {INTERVAL}")
    if any(line.counties for line in result.series):
        sentences.append(GROUPS)
    if any(len(line.predicted) for line in result.series):
        sentences.append(
            "Dotted lines are what the agency expects once late records have arrived: a fall that they do "
            "not share is only lateness."
        )
    if result.resolved.kind == "12-month-ending":
        sentences.append("Each point covers twelve months, so compare it with the point a year earlier.")
    if len(result.events.shown):
        sentences.append("What follows a numbered event is not shown to be its effect.")
    return sentences


def _seizures(view: View, result: ExploreResult) -> list[str]:
    return [
        "Bars are pounds seized (above) and number of seizures (below) in each month; the shaded months are "
        "the ones that the title and the list of areas count.",
        "More seized is not more in circulation: seizures follow enforcement as much as supply.",
        "CBP areas are not states or counties, so this panel cannot be set against one place's deaths.",
    ]


def _headline(view: View, result: ExploreResult) -> list[str]:
    where = result.resolved.label(result.figure.place)
    sentences = [f"The tiles are figures of {where}; the last one counts the places of the map."]
    entry = catalog.INDICATORS[view.indicator]
    if "change" in entry.measures:
        sentences.append(
            "“No clear change” means that the interval of the change includes zero, so that chance could "
            "explain it."
        )
    if result.figure.predicted is not None:
        sentences.append("Predicted is what the agency expects once late records have arrived.")
    if result.figure.status == "provisional":
        sentences.append(PROVISIONAL)
    return sentences


def _ranking(view: View, result: ExploreResult) -> list[str]:
    if not catalog.INDICATORS[view.indicator].comparable:
        return [NO_RANK]
    if view.measure == "smoothed":
        return [NO_SMOOTHED_RANK]
    sentences = [
        "Each row is a place: the dot is its figure, the line its interval. A row chosen becomes the place "
        "in focus.",
        "Where the lines of two places overlap widely, their order may be chance.",
        "Ranks count from the highest of all places on the map; a suppressed, unreliable or unpublished "
        "figure has none.",
    ]
    if view.measure == "change":
        sentences.append(
            "Only changes whose whole interval lies above or below zero are listed as rises or falls."
        )
    return sentences


def _distribution(view: View, result: ExploreResult) -> list[str]:
    if not catalog.INDICATORS[view.indicator].comparable:
        return [NO_RANK]
    if view.measure == "smoothed":
        return [NO_SMOOTHED_RANK]
    return [
        "The higher a column, the more places have a figure about there; colours are those of the map.",
        "The lines mark the median, the place in focus and the places compared.",
        "Suppressed, unreliable and unpublished figures are not in it, so it says nothing of those places.",
    ]


def _sectors(view: View, result: ExploreResult) -> list[str]:
    return [
        "Each row is an indicator of this place, in its own unit and newest period.",
        "A row that says whose figure it is shows its state's or the nation's, because the place has none.",
        "Lines run from the lowest to the highest figure of their own row, so their heights cannot be "
        "compared.",
        "Rows that move together are not shown to cause one another.",
    ]


def _breakdown(view: View, result: ExploreResult) -> list[str]:
    return [
        "Each bar is one group of people; where a population is known, it is a crude rate and the line its "
        "95% interval.",
        "A group of which a part is withheld has no figure, because the rest would pass for the whole.",
    ]


def _rising(view: View, result: ExploreResult) -> list[str]:
    return [
        "A place is listed where its count rose so much that the 95% interval of the change lies above zero, "
        "while that of the whole lies below zero.",
        "The list begins with the highest lower limit, which is the clearest rise and not the largest.",
        f"Places with fewer than {UNRELIABLE_BELOW} in either year, suppressed or incomplete ones are "
        "counted and never guessed.",
        "Among many places some rise by chance alone; how many is said under the list.",
    ]


READINGS: Final[Mapping[str, Callable[[View, ExploreResult], list[str]]]] = MappingProxyType(
    {
        "headline": _headline,
        "map": _map,
        "map2": _second_map,
        "trend": _trend,
        "seizures": _seizures,
        "ranking": _ranking,
        "distribution": _distribution,
        "sectors": _sectors,
        "breakdown": _breakdown,
        "rising": _rising,
    }
)
"""Panel → its sentences."""

CLEAR: Final = (
    "“No clear change” means that the interval of the change includes zero, so that chance could explain it."
)
OWN_SCALES: Final = "Each chart has a scale of its own, so their heights cannot be compared."
FIXED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "standouts": (
            "Sentences are written by rules, in a fixed order, at most six: deaths first, then drugs, peers, "
            "nonfatal overdoses, laboratories, response, and how complete the figures are.",
            "A change is told where its 95% interval lies on one side of zero and both years have at least "
            f"{UNRELIABLE_BELOW}; of published rates, where rounding alone cannot explain it.",
            "Where the newest period is still incomplete, only the agency’s predictions of both years are "
            "compared.",
            "They say what was measured, not why.",
        ),
        "drugs": (
            OWN_SCALES,
            "The bold line is the figure named over the chart, with its interval as a band; the thin ones "
            "are its state and the nation.",
            "One death can involve several drugs, so deaths by drug never add up.",
            CLEAR,
        ),
        "nonfatal": (
            OWN_SCALES,
            "A gap is a period without a released figure, which is never a zero.",
            CLEAR,
        ),
        "supply": (
            OWN_SCALES,
            "Shares are of all reports of laboratories; a report is one drug found in one item, not a "
            "person.",
            "More seized is not more in circulation: seizures follow enforcement as much as supply.",
        ),
        "response": (OWN_SCALES, ROUNDING),
        "peers": (
            "Rank 1 is the highest figure, whether that is good or bad. A suppressed, unreliable or "
            "unpublished figure has no rank.",
            "Peers are the counties of the same urban-rural class and the same quartile of the Social "
            "Vulnerability Index. Two places whose intervals overlap may not differ.",
        ),
        "completeness": (
            "Late is what the source’s usual schedule, with a month of grace, had due before today.",
            "Incomplete is a period that the agency calls underreported, or for which it predicts over 2% "
            "more than it reports.",
        ),
    }
)
"""Panel → its sentences, where they are the same for every view."""
