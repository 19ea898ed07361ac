"""Titles, subtitles and captions: full sentences made from the view, the catalog and the result."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from components.numbers import counted, day_words, month, number, pounds, short_month
from components.periods import period_phrase, short_period
from components.trend_scale import scaled
from methods.completeness import LATE_SHARE
from methods.ranks import SURE
from methods.rates import UNRELIABLE_BELOW
from model import catalog
from model.observations import ABSENT_STATUSES, HELD_STATUSES
from model.places import NATION, counties_of, label, state_of
from model.view import View
from queries.results import (
    ExploreResult,
    Figure,
    MapResult,
    PlaceSeries,
    Provenance,
    ResolvedView,
    SeizedResult,
)

BASIS_WORDS = {
    "residence": "by place of residence",
    "occurrence": "by place of occurrence",
    "agency area": "by agency area",
    "laboratory submission": "by place of laboratory submission",
}
LEVEL_WORDS = {"county": ("county", "counties"), "state": ("state", "states (with D.C.)")}
SIMULATED_BANNER = (
    "Simulated data: every figure on this page is made up to show how the dashboard works. "
    "To load real figures, run python -m data ingest FOLDER."
)
UNRELIABLE = f"unreliable (under {UNRELIABLE_BELOW})"
NOT_COMPARABLE = "Places are not colored by class or ranked, because they must not be compared."
PREDICTED_COUNTS = (
    "The agency calls this period underreported, so counts are those that it predicts once late records have "
    f"arrived, and changes compare such counts. A prediction more than {LATE_SHARE:.0%} above the reported "
    "count has no interval, because its error is not known."
)
OCCURRENCE_RATES = (
    "Counts by place of occurrence over residents: such a rate is too high where many of those counted live "
    "elsewhere, as in the District of Columbia."
)
TWO_BASES = (
    "Counties are counted by place of residence, states and the nation by place of occurrence: "
    "the two do not add up."
)


def shown_period(resolved: ResolvedView) -> str:
    """The period shown, as in a title; empty where there is none."""
    if resolved.period_start is None or resolved.period_end is None:
        return ""
    return period_phrase(resolved.kind, resolved.period_start, resolved.period_end)


def figure_period(result: ExploreResult) -> str:
    """The period of the figure of the place in focus, as in a title; empty where it has none."""
    end = result.figure.end
    if end is None:
        return shown_period(result.resolved)
    return period_phrase(result.resolved.kind, result.resolved.starts[end], end)


def measure_phrase(view: View, level: str) -> str:
    """What the measure does to the indicator, as it follows the indicator in a title; a rate of places of a
    level says so where it counts by place of occurrence."""
    entry = catalog.INDICATORS[view.indicator]
    occurrence = _by_occurrence(entry.bases.get(level, ""))
    if view.measure == "rate":
        return f"{occurrence} per {catalog.RATE_PER:,} residents (crude rate, not age-adjusted)"
    if view.measure == "smoothed":
        return (
            f"{occurrence} per {catalog.RATE_PER:,} residents, smoothed (empirical Bayes, not observed rates)"
        )
    if view.measure == "change":
        return ", percent change on a year earlier"
    if view.measure == "share":
        return f" as a share of all {entry.unit}"
    return f", {entry.amount_label}" if entry.amount_label in ("percent", "percentile rank") else ""


def _by_occurrence(basis: str) -> str:
    return f" {BASIS_WORDS[basis]}" if basis == "occurrence" else ""


def unit_phrase(view: View) -> str:
    """Unit of the measure, as on an axis or over a legend."""
    entry = catalog.INDICATORS[view.indicator]
    if view.measure == "rate":
        return f"{_opening(entry.unit)} per {catalog.RATE_PER:,}"
    if view.measure == "smoothed":
        return f"Smoothed {entry.unit} per {catalog.RATE_PER:,}, not observed"
    if view.measure == "change":
        return "Change on a year earlier, %"
    if view.measure == "share":
        return f"Percent of {entry.unit}"
    return entry.unit if entry.unit == "lb" else _opening(entry.unit)


def _opening(words: str) -> str:
    return words[0].upper() + words[1:]


def within_sentence(words: str) -> str:
    """A sentence as it goes on within another one."""
    return words[0].lower() + words[1:]


def map_title(resolved: ResolvedView) -> str:
    """Title of the map."""
    view = resolved.view
    opening = f"{catalog.sentence(view.indicator, view.drug)}{measure_phrase(view, resolved.level)}"
    if resolved.period_end is None:
        return opening
    focus = state_in_focus(view)
    zoomed = resolved.level == "county" and (focus in resolved.groups or bool(counties_of(focus)))
    place = f", {resolved.label(focus)}" if zoomed else ""
    return f"{opening}, {shown_period(resolved)}{place}"


def state_in_focus(view: View) -> str:
    """State of the place in focus; the nation and a group stand for themselves."""
    return state_of(view.place) or view.place


def map_subtitle(resolved: ResolvedView, on_map: MapResult | None) -> str:
    """What the map withholds and where it is highest, in one or two sentences."""
    view = resolved.view
    entry = catalog.INDICATORS[view.indicator]
    if on_map is None:
        if not entry.on_map:
            return (
                "CBP counts seizures by area of responsibility, not by county or state, so there is no map; "
                "the areas are listed in the seizure panel."
            )
        return "No county or state figure is published for this period; try another period or drug."
    rows = on_map.in_focus
    singular, plural = LEVEL_WORDS[on_map.level]
    where = f" in {resolved.label(on_map.focus)}" if on_map.focus else ""
    held = Counter(zip(rows["status"].tolist(), rows["reason"].tolist(), strict=True))
    parts = [
        f"{number(count)} {_absence(status, reason, view.indicator)}"
        for (status, reason), count in sorted(held.items())
        if status in ABSENT_STATUSES
    ]
    total = f"{number(len(rows))} {plural if len(rows) != 1 else singular}{where}"
    have = f"All {total} have a figure." if len(rows) != 1 else f"Its only {singular} has a figure."
    sentences = [f"Of {total}, {joined(parts)}." if parts else have]
    if entry.comparable:
        sentences += _highest(view, on_map)
    else:
        sentences.append(NOT_COMPARABLE)
    return " ".join((*sentences, *_not_drawn(resolved, on_map)))


def _not_drawn(resolved: ResolvedView, on_map: MapResult) -> list[str]:
    """Which places in focus the map has no outline for."""
    absent = [str(place) for place in on_map.undrawn.index]
    if on_map.focus in resolved.groups:
        # A group also names counties that the source does not list.
        there = set(on_map.in_focus.index)
        absent = [place for place in resolved.groups[on_map.focus].counties if place not in there]
    if not absent:
        return []
    others = " and others" if len(absent) > 3 else ""
    return [f"{number(len(absent))} not drawn on this map: {', '.join(map(label, absent[:3]))}{others}."]


def _absence(status: str, reason: str, indicator: str) -> str:
    """Why places have no figure: the status in words, with its reason where it has one."""
    if status in HELD_STATUSES and reason:
        return reason
    return catalog.status_words(status, indicator) + (f" ({reason})" if reason else "")


def _highest(view: View, on_map: MapResult) -> list[str]:
    """The place with the highest figure, called so where that is nearly certain or chance is not assessed."""
    highest = on_map.highest
    if highest is None:
        return []
    rows, name = on_map.places, label(highest.place)
    opening = {"change": "Largest clear rise", "rate": "Highest reliable rate"}.get(view.measure, "Highest")
    if highest.probability is None:
        is_prediction = rows.at[highest.place, "status"] == "predicted"
        return [f"{opening}{' of those predicted' if is_prediction else ''}: {name}."]
    if highest.probability >= SURE:
        return [f"{opening}: {name} (probability {_probability(highest.probability)})."]
    among = {"change": "Among the largest clear rises", "rate": "Among the highest reliable rates"}
    return [
        f"{among.get(view.measure, 'Among the highest')}: {name}, the highest with a probability of "
        f"{_probability(highest.probability)}."
    ]


def _probability(share: float) -> str:
    """A probability in percent; never certainty, which no simulation gives."""
    return "over 99%" if share > 0.99 else f"{number(share * 100)}%"


def joined(parts: list[str]) -> str:
    """Parts of a sentence: "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def provenance_words(provenance: Provenance) -> str:
    """Source, basis and vintage, as under every panel."""
    simulated = "Simulated, in the format of " if provenance.simulated else ""
    return f"{simulated}{provenance.short}, {vintage_words(provenance)}, {BASIS_WORDS[provenance.basis]}."


def vintage_words(provenance: Provenance) -> str:
    """The day the figures are of, or the newest period where the file does not state it."""
    if provenance.as_of_stated:
        return f"as of {day_words(provenance.as_of)}"
    return f"data through {month(provenance.as_of)}"


def sources_words(provenance: Iterable[Provenance]) -> str:
    """Every source of a panel of several with its vintage, told once that it is simulated."""
    known = list(provenance)
    if not known:
        return ""
    named = "; ".join(dict.fromkeys(f"{each.short}, {vintage_words(each)}" for each in known))
    simulated = "Simulated, in the format of: " if any(each.simulated for each in known) else ""
    cautions = dict.fromkeys(each.caution for each in known if each.caution)
    bases = {each.basis for each in known}
    two = TWO_BASES if {"residence", "occurrence"} <= bases else ""
    return " ".join(filter(None, (f"{simulated}{named}.", *cautions, two)))


def footer(provenance: Iterable[Provenance | None], extra: Iterable[str] = ()) -> str:
    """Everything said under a panel."""
    known = [each for each in provenance if each]
    stated = dict.fromkeys((*map(provenance_words, known), *(each.caution for each in known)))
    return " ".join(filter(None, dict.fromkeys((*stated, *extra))))


def cautions(view: View) -> tuple[str, ...]:
    """What the catalog says to bear in mind about the indicator, and about one drug of it."""
    entry = catalog.INDICATORS[view.indicator]
    of_drug = (entry.drug_caution,) if entry.drug_caution and view.drug != "all" else ()
    of_counts = (entry.count_caution,) if entry.count_caution and view.measure == "count" else ()
    return (*entry.cautions, *of_drug, *of_counts)


def map_foot(*shown: ExploreResult) -> str:
    """Everything said under a map, which may show what several results do."""
    provenance = [result.map.provenance if result.map else None for result in shown]
    notes = [
        (
            *cautions(result.view),
            *prediction_footnote(result.map),
            *rate_footnote(result.view, [of_map]),
            *smoothing_footnote(result.view, result.map),
        )
        for result, of_map in zip(shown, provenance, strict=True)
    ]
    return footer(provenance, chain.from_iterable(notes))


def prediction_footnote(on_map: MapResult | None) -> tuple[str, ...]:
    """That a map shows or compares predicted counts, where it does."""
    if on_map is None or not on_map.in_focus["status"].eq("predicted").any():
        return ()
    return (PREDICTED_COUNTS,)


def rate_footnote(view: View, provenance: Iterable[Provenance | None]) -> tuple[str, ...]:
    """Where the denominators of rates come from, when rates are shown."""
    shown = [each for each in provenance if each]
    if view.measure not in ("rate", "smoothed") or not shown:
        return ()
    own = {source.id for source in catalog.SOURCES.values() if source.own_denominators}
    words = []
    if any(each.source in own for each in shown):
        words.append("Crude rates over the population that the agency's own file gives.")
    if any(each.source not in own for each in shown):
        source = "simulated population" if shown[0].simulated else "Census Bureau population"
        words.append(
            f"Crude rates over the {source} of the period's middle year, or the newest at most two years "
            "older."
        )
    if any(each.basis == "occurrence" for each in shown):
        words.append(OCCURRENCE_RATES)
    return tuple(words)


def smoothing_footnote(view: View, on_map: MapResult | None) -> tuple[str, ...]:
    """How smoothed rates are made and what they are not, when they are shown."""
    if view.measure != "smoothed" or on_map is None:
        return ()
    _, plural = LEVEL_WORDS[on_map.level]
    return (
        f"Smoothed rates are not observed rates: each is the crude rate drawn toward that of all {plural} "
        "with a released count and a population, the more the fewer its residents (global empirical Bayes, "
        "Marshall 1991). Suppressed counts take no part.",
    )


def amount_title(result: ExploreResult) -> str:
    """What the headline figure is: indicator, drug, place and period, and whether it is only a part."""
    view, figure, resolved = result.view, result.figure, result.resolved
    entry = catalog.INDICATORS[view.indicator]
    what = entry.sentence
    if entry.names_drugs and view.drug != "all":
        of_drug = catalog.drug_label(view.drug)
        what = (
            catalog.sentence(view.indicator, view.drug) if entry.sector == "supply" else f"{what}, {of_drug}"
        )
    if entry.unit == "lb":
        what += ", pounds"
    if figure.places_summed and figure.places_summed < figure.places_to_sum:
        what += " in released counties"
    return ", ".join(filter(None, (what, resolved.label(figure.place), figure_period(result))))


def trend_title(view: View, result: ExploreResult) -> str:
    """Title of the trend panel: what it shows and, where its interval allows, which way it went."""
    opening = catalog.sentence(view.indicator, view.drug)
    figure = result.figure
    where = ", ".join(filter(None, (result.resolved.label(view.place), figure_period(result))))
    direction = change_words(figure, catalog.INDICATORS[view.indicator])
    if direction and result.resolved.period_end:
        hedge = _incompleteness(figure)
        if figure.places_compared:
            hedge = (
                f" in the {counted(figure.places_compared, *LEVEL_WORDS['county'])} released in both years"
            )
        return f"{opening}, {where}: {direction}{hedge}{_index(view, result)}"
    return f"{opening}, {where}{_index(view, result)}"


def _incompleteness(figure: Figure) -> str:
    if figure.change_of_predicted:
        return ", predicted counts" if figure.reported is not None else ""
    return ", reports incomplete" if figure.incomplete else ""


def _index(view: View, result: ExploreResult) -> str:
    base = scaled(view, result.series).base
    return f"; index, {short_period(result.resolved.kind, base)} = 100" if base else ""


def change_words(figure: Figure, entry: catalog.Indicator) -> str:
    """ "down 12.0% on a year earlier" or "no clear change on a year earlier".

    Both figures where chance is not assessed: "64.1, and 64.7 a year earlier". Empty where there is nothing
    to compare with.
    """
    change = figure.change
    if change is None:
        return ""
    if not change.is_assessed:
        unit = " lb" if entry.unit == "lb" else ""
        now, before = (number(each, entry.decimals) + unit for each in (figure.value, figure.before))
        return f"{now}, and {before} a year earlier"
    if not change.direction:
        return "no clear change on a year earlier"
    way = "down" if change.direction < 0 else "up"
    return f"{way} {number(abs(change.value), 1)}% on a year earlier"


def why_no_sum(resolved: ResolvedView) -> str:
    """Why a group has no figure."""
    if not catalog.INDICATORS[resolved.view.indicator].adds_over_places:
        return "Not added up over counties"
    return "No county released" if "county" in resolved.sources else "Not published by county"


def counties_summed(view: View, line: PlaceSeries) -> str:
    """Which of a group's counties are in each point of its line, as it follows how many."""
    which = {"rate": " with a population", "change": " in both years"}.get(view.measure, "")
    return f"of {number(line.counties)} counties released{which}"


def two_bases(series: tuple[PlaceSeries, ...], on_map: MapResult | None = None) -> str:
    """The sentence that figures of two bases do not add up, where both stand on one panel."""
    bases = {line.provenance.basis for line in series}
    if on_map and on_map.provenance:
        bases.add(on_map.provenance.basis)
    return TWO_BASES if {"residence", "occurrence"} <= bases else ""


def seized_title(result: SeizedResult, area: str) -> str:
    """Title of the seizure panel."""
    drug = catalog.DRUGS[result.drug].phrase
    opening = f"{drug[0].upper()}{drug[1:]} seized"
    where = f" by {area}" if area else f" by CBP {_part_of_cbp(result)}"
    window = window_words(result)
    if result.months_covered == 0 or result.provenance is None:
        return f"{opening}{where}: not published for {window}"
    change = ""
    whole = result.months_covered == result.months_wanted
    if whole and result.weight_before:
        # A weight has no interval, so no change is stated.
        change = f", and {pounds(result.weight_before)} a year earlier"
    partial = "" if whole else f" in {result.months_covered} of {result.months_wanted} months"
    return f"{opening}{where}: {pounds(result.weight)}{partial}, {window}{change}"


def _part_of_cbp(result: SeizedResult) -> str:
    air = result.provenance is not None and result.provenance.source == "cbp_air_marine"
    return "Air and Marine Operations" if air else "field offices and sectors"


def window_words(result: SeizedResult) -> str:
    """The seizure panel's range of months."""
    return f"{short_month(result.first)} to {short_month(result.last)}"


def seized_subtitle(resolved: ResolvedView, result: SeizedResult) -> str:
    """What the seizure panel follows and what it cannot follow, in a few words."""
    view, parts = resolved.view, []
    if view.place != NATION:
        parts.append(
            "Nationwide: CBP areas are not counties or states, so this panel does not follow "
            f"{resolved.label(view.place)}."
        )
    if not view.seized and view.drug not in catalog.SEIZED_AS and view.drug not in (result.drug, "all"):
        parts.append(
            f"CBP does not list {catalog.DRUGS[view.drug].phrase}; "
            f"{catalog.DRUGS[result.drug].phrase} is shown."
        )
    if view.areas == "air-marine":
        parts.append(
            "Air and Marine Operations report apart from field offices and sectors; never add the two."
        )
    parts += catalog.INDICATORS["seized_weight"].cautions
    return " ".join(parts)


def banner(result: ExploreResult) -> str:
    """The simulated banner's words, empty when nothing on screen is simulated."""
    return SIMULATED_BANNER if result.simulated else ""


def announcement(view: View, result: ExploreResult) -> str:
    """What a screen reader is told after the view changed."""
    return f"{map_title(result.resolved)}. {trend_title(view, result)}."
