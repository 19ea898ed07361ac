"""Small charts of one sector of a place's profile, each beside its state and the nation."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from components.how_to_read import CLEAR, OWN_SCALES, UNASSESSED
from components.numbers import rounded
from components.words import cautions, rate_footnote, sources_words
from model import catalog
from model.places import NATION, places
from model.view import query_string
from panels.chart import Chart, Series, days_of, decimals_in, limits_of, numbers_of
from panels.late_records_words import ADJUSTED, late_records_words, tested_words
from panels.panel import ON_PROFILE, Panel
from panels.profile_words import change_words, counties_words, is_points, period_words, unit_of, value_words
from panels.sheet_part import SheetPart
from panels.trend_figure import trend_alternative, trend_figure
from queries.profile import facets
from queries.profile_results import Facet, Facets
from queries.results import PlaceSeries, Provenance, ResolvedView
from queries.store import Reader

NOTHING: Final = "Nothing of this is published for {name}, its state or the nation."
LABEL_ROOM: Final = 0.15
"""Of names, which stand closer on a small chart."""
MOST_YEARS: Final = 4
"""Named under a chart; more would not stand upright beside each other in a narrow one."""
MARGIN: Final = MappingProxyType({"l": 44, "r": 118, "t": 10, "b": 24})
"""Pixels around the lines of a small chart; names stand at the right."""


def stand_in_words(found: Facets) -> str:
    """Whose figures stand in where the place has none of its own."""
    others = dict.fromkeys(
        facet.own.name
        for facet in found.facets
        if facet.view.place != found.place and facet.view.indicator != "seized_weight"
    )
    if not others:
        return ""
    return f"What is not published for {found.name} is that of {' or '.join(others)}, and says so."


def _foot(found: Facets) -> str:
    provenance = facets_provenance(found)
    notes = dict.fromkeys(
        note
        for facet in found.facets
        for note in (
            *cautions(facet.view),
            *facet.resolved.remarks,
            *rate_footnote(facet.view, [line.provenance for line in facet.series]),
            *late_records_words(facet.series),
            *tested_words(facet.series),
        )
    )
    return " ".join(filter(None, (sources_words(provenance), *notes)))


def facets_provenance(found: Facets) -> list[Provenance]:
    """Where the figures come from, each once."""
    return list(dict.fromkeys(line.provenance for facet in found.facets for line in facet.series))


def facets_content(found: Facets) -> dict[str, Any]:
    """What the browser draws: each chart with its newest figure in words."""
    return {"charts": [_chart(found, facet) for facet in found.facets]}


def _chart(found: Facets, facet: Facet) -> dict[str, Any]:
    own, view = facet.own, facet.view
    figure = trend_figure(facet.series, facet.resolved, LABEL_ROOM)
    figure["layout"] |= {"margin": dict(MARGIN), "dragmode": False}
    figure["layout"]["xaxis"] |= {"nticks": MOST_YEARS, "tickangle": 0}
    change = change_words(own)
    return {
        "id": f"{found.panel}-{view.indicator}-{view.drug}",
        "sector": catalog.INDICATORS[view.indicator].sector,
        "title": _title(found.panel, view.indicator, view.drug),
        "whose": whose(found, facet),
        "newest": value_words(own),
        "period": ", ".join(filter(None, (period_words(own), _status(facet)))),
        "change": change,
        "link": f"/?{query_string(view)}",
        "figure": figure,
        "alternative": trend_alternative(facet.series, facet.resolved),
    }


def _title(panel: str, indicator: str, drug: str) -> str:
    """What a chart is of; the panel's own title says what all its charts have in common."""
    if panel != "drugs":
        return catalog.sentence(indicator, drug)
    phrase = "all drugs" if drug == "all" else catalog.DRUGS[drug].phrase
    return phrase[0].upper() + phrase[1:]


def whose(found: Facets, facet: Facet) -> str:
    """Whose figures they are, where they are not the place's own."""
    if facet.own.name == catalog.INDICATORS[facet.view.indicator].nation_label:
        return f"{facet.own.name} alone"
    if facet.view.place == found.place:
        return ""
    return "The nation" if facet.view.place == NATION else places()[facet.view.place].name


def _status(facet: Facet) -> str:
    own = facet.own
    said = (
        [] if own.value is None or own.status == "ok" else [catalog.status_words(own.status, own.indicator)]
    )
    if own.counties:
        said.append(counties_words(own))
    if own.incomplete:
        said.append("still incomplete")
    return ", ".join(said)


def facets_table(found: Facets) -> pd.DataFrame:
    """One row an indicator, drug, place and period, reported and predicted apart, each with its change.

    `value` is in the `unit` beside it; `change` on a year earlier is in percent, or in percentage points for
    shares.
    """
    parts = [rows for facet in found.facets for rows in _facet_rows(facet)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["place", "status"])


def _facet_rows(facet: Facet) -> list[pd.DataFrame]:
    changes = {line.place: line for line in facet.changes}
    rows = []
    for line in facet.series:
        changed = changes.get(line.place)
        for kind, points, change in (
            ("reported", line.points, changed.points if changed else None),
            ("predicted", line.predicted, changed.predicted if changed else None),
            (ADJUSTED, line.adjusted, None),
        ):
            if len(points):
                rows.append(_line_rows(facet, line, kind, points, change))
    return rows


def _line_rows(
    facet: Facet, line: PlaceSeries, kind: str, points: pd.DataFrame, change: pd.DataFrame | None
) -> pd.DataFrame:
    view = facet.view
    digits = catalog.INDICATORS[view.indicator].decimals_of(view.measure)
    table = pd.DataFrame(
        {
            "place": line.place,
            "name": line.name,
            "indicator": view.indicator,
            "drug": view.drug,
            "series": kind,
            "period_end": points["period_end"],
            "value": rounded(points["shown"], digits),
            "lower": rounded(points["lower"], digits),
            "upper": rounded(points["upper"], digits),
            "unit": unit_of(facet.own),
            "status": points["status"],
        }
    )
    of_others = line.place == NATION and catalog.INDICATORS[view.indicator].nation_label
    stated = change is not None and not of_others
    beside = change.set_index("period_end") if change is not None and stated else pd.DataFrame()
    beside = beside.reindex(points["period_end"])
    for name, column in (("change", "shown"), ("change_lower", "lower"), ("change_upper", "upper")):
        table[name] = rounded(beside[column], 1) if stated else np.nan
    table["change_unit"] = "points" if is_points(facet.own) else "percent"
    return table


def _own_lines(_resolved: ResolvedView, _found: Facets, rows: pd.DataFrame) -> Chart | None:
    """Of small charts, a line each of the place that it is of, as far as they have the unit of the first."""
    if rows.empty:
        return None
    reported = rows[(rows["series"] == "reported") & (rows["unit"] == rows["unit"].iloc[0])]
    one_indicator = reported["indicator"].nunique() == 1
    series = []
    for (indicator, drug), part in reported.groupby(["indicator", "drug"], sort=False):
        own = part[part["place"] == part["place"].iloc[0]]
        parts = (
            "" if one_indicator else catalog.INDICATORS[str(indicator)].label,
            catalog.drug_label(str(drug)) if one_indicator or drug != "all" else "",
            str(own["name"].iloc[0]),
        )
        name = ", ".join(filter(None, parts))
        series.append(Series(name, days_of(own["period_end"]), numbers_of(own["value"]), *limits_of(own)))
    return Chart("line", tuple(series), str(rows["unit"].iloc[0]), decimals_in(reported["value"]))


@dataclass(frozen=True)
class _Topic:
    """The small charts of one topic, named as `queries.profile` names what it asks of them; `title` has
    the place's name put in."""

    id: str
    title: str
    subtitle: str

    def find(self, reader: Reader, resolved: ResolvedView) -> Facets:
        """The small charts of a place."""
        return facets(reader, view=resolved.view, panel=self.id)

    def texts(self, _resolved: ResolvedView, found: Facets) -> dict[str, str]:
        """Title, subtitle and foot."""
        subtitle = " ".join(filter(None, (self.subtitle, stand_in_words(found))))
        return {
            f"{self.id}-title": self.title.format(name=found.name),
            f"{self.id}-subtitle": subtitle if found.facets else NOTHING.format(name=found.name),
            f"{self.id}-foot": _foot(found),
        }


def _panel(topic: _Topic, **declared: Any) -> Panel:
    """The panel of a topic; all of them are made in the same way."""
    return Panel(
        id=topic.id,
        appears_in=ON_PROFILE,
        find=topic.find,
        texts=topic.texts,
        content=lambda _resolved, found: facets_content(found),
        table=lambda _resolved, found: facets_table(found),
        provenance=facets_provenance,
        browser_module="profile/panels",
        chart=_own_lines,
        sheet_part=SheetPart.TABLE,
        **declared,
    )


PANELS: Final = (
    _panel(
        _Topic(
            "drugs",
            "Deaths by drug, {name}",
            "Crude rates, not age-adjusted, beside the state and the nation.",
        ),
        order=210,
        name="Deaths by drug",
        figures="deaths by drug",
        reading=(
            OWN_SCALES,
            "The bold line is the figure named over the chart, with its interval as a band; the thin ones "
            "are its state and the nation.",
            "One death can involve several drugs, so deaths by drug never add up.",
            CLEAR,
        ),
    ),
    _panel(
        _Topic(
            "nonfatal",
            "Nonfatal overdoses, {name}",
            "Visits and hospital stays that did not end in death, beside the nation where places may "
            "be compared.",
        ),
        order=220,
        name="Nonfatal overdoses",
        figures="nonfatal overdoses",
        reading=(
            OWN_SCALES,
            "A gap is a period without a released figure, which is never a zero.",
            CLEAR,
        ),
        follows_indicator=False,
    ),
    _panel(
        _Topic(
            "supply",
            "What laboratories, seizures and pharmacies report, {name}",
            "Shares of laboratory reports, pounds seized and prescriptions. Areas of CBP are not "
            "states or counties, so seizures are the nation's, summed over twelve months.",
        ),
        order=230,
        name="Supply",
        link_words="Laboratories and seizures",
        figures="laboratories and seizures",
        reading=(
            OWN_SCALES,
            "Shares are of all reports of laboratories; a report is one drug found in one item, not a "
            "person.",
            "More seized is not more in circulation: seizures follow enforcement as much as supply.",
        ),
        follows_indicator=False,
    ),
    _panel(
        _Topic(
            "response",
            "Naloxone and buprenorphine dispensed, {name}",
            "Prescriptions at retail pharmacies; kits of community programs and medication given by "
            "treatment programs are not in them.",
        ),
        order=240,
        name="Response",
        figures="what was dispensed",
        reading=(OWN_SCALES, UNASSESSED),
        follows_indicator=False,
    ),
)
