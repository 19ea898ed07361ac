"""The seizure panel: pounds and events by month, and the areas with most."""

from typing import Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.chart_frame import MUTED, Figure, axis, chart, color, layout, window
from components.controls import labeled_select
from components.numbers import number, pounds, rounded
from components.words import footer, seized_subtitle, seized_title, window_words
from model import catalog
from model.view import SEIZED_DRUGS, View
from panels import keys
from panels.chart import Chart, Series, days_of, numbers_of
from panels.drawings import Bar, BarGroups, Bars, Plot
from panels.frames import menu, panel_frame
from panels.notes import source_notes
from panels.panel import ON_EXPLORE, WITH_EXPLORE, BrowserChart, Captions, Fact, Panel, Region
from panels.table_digits import in_digits
from queries.results import ExploreResult, Provenance, ResolvedView, SeizedResult


def seizures_figure(result: SeizedResult) -> Figure:
    """Bars of weight over bars of events, by month."""
    months = [str(day.date()) for day in result.months["period_end"]]
    bars = [
        ("y", rounded(result.months["weight"], 1), "%{y:,.1f} lb", "Weight"),
        ("y2", rounded(result.months["events"], 0), "%{y:,.0f} events", "Events"),
    ]
    return {
        "data": [
            {
                "type": "bar",
                "x": months,
                "y": values.tolist(),
                "yaxis": yaxis,
                "name": name,
                "marker": {
                    "color": color("supply"),
                    "opacity": 1 if yaxis == "y" else 0.55,
                    "line": {"width": 0},
                },
                "hovertemplate": form,
            }
            for yaxis, values, form, name in bars
        ],
        "layout": layout(
            xaxis=axis(type="date", showgrid=False, hoverformat="%b %Y", anchor="y2"),
            yaxis=axis(domain=[0.42, 1], nticks=4, rangemode="tozero", title=_title("lb")),
            yaxis2=axis(domain=[0, 0.32], nticks=3, rangemode="tozero", title=_title("events")),
            bargap=0.15,
            dragmode=False,
            margin={"l": 62, "r": 8, "t": 6, "b": 26},
        ),
    }


def seizure_marks(result: SeizedResult) -> list[Figure]:
    """The range of months that the title and the list of areas count."""
    return [window(result.first.replace(day=1), result.last, 0.13)]


def seizures_alternative(result: SeizedResult, area: str) -> str:
    """Alternative text of the chart."""
    return f"Bar chart of pounds and events by month. {seized_title(result, area)}."


def _title(text: str) -> Figure:
    return {"text": text, "font": {"size": 12, "color": MUTED}, "standoff": 4}


def seizure_controls() -> list[Component]:
    """Choice of seized drug and of which part of CBP."""
    drugs = [{"label": catalog.drug_label(drug), "value": drug} for drug in SEIZED_DRUGS]
    parts = [
        {"label": "Field offices and sectors", "value": "land"},
        {"label": "Air and Marine Operations", "value": "air-marine"},
    ]
    return [
        labeled_select("seized", "Drug seized", drugs, "small"),
        labeled_select("areas", "Part of CBP", parts, "small"),
        labeled_select("area", "Area", [], "small"),
        labeled_select("months", "Months counted", [], "small"),
    ]


def areas_list(view: View, result: SeizedResult) -> list[Component]:
    """Areas with the most pounds in the window, as bars that can be chosen."""
    if result.areas.empty:
        return [html.P(no_area_words(result))]
    most = float(result.areas["weight"].max()) or 1.0
    areas = zip(result.areas["place"], result.areas["weight"], result.areas["events"], strict=True)
    rows = [_area(place, weight, events, most, chosen=place == view.area) for place, weight, events in areas]
    return [html.H3(areas_title(result)), html.Div(rows, className="area-list")]


def areas_title(result: SeizedResult) -> str:
    """Heading of the list of areas."""
    return f"Areas with the most {catalog.DRUGS[result.drug].phrase} seized, {window_words(result)}"


def no_area_words(result: SeizedResult) -> str:
    """What stands in place of the list where no area seized anything."""
    return f"No area seized {catalog.DRUGS[result.drug].phrase} in {window_words(result)}."


def _area(place: str, weight: float, events: float, most: float, *, chosen: bool) -> Component:
    return html.Button(
        [
            html.Span(place, className="area-name"),
            html.Span(
                html.Span(style={"width": f"{max(weight / most * 100, 0.5):.1f}%"}), className="area-bar"
            ),
            html.Span(pounds(weight), className="area-number"),
            html.Span(f"{number(events)} events", className="area-events"),
        ],
        className="area chosen" if chosen else "area",
        **attributes(data_area=place),
        **attributes(aria_pressed="true" if chosen else "false"),
    )


def seizures_table(result: ExploreResult) -> pd.DataFrame:
    """Pounds and events by month, all months drawn; `counted` marks those of the title's range."""
    seized = result.seized
    months = seized.months.reset_index(drop=True)
    days = months["period_end"]
    return pd.DataFrame(
        {
            "drug": seized.drug,
            "area": result.view.area or "all",
            "period_end": days,
            "pounds": rounded(months["weight"], 1),
            "events": in_digits(months["events"], 0),
            "counted": (days >= pd.Timestamp(seized.first)) & (days <= pd.Timestamp(seized.last)),
        }
    )


def areas_table(result: ExploreResult) -> pd.DataFrame:
    """The areas with the most pounds within the range of months."""
    areas = result.seized.areas.reset_index(drop=True)
    return pd.DataFrame(
        {
            "drug": result.seized.drug,
            "area": areas["place"],
            "pounds": rounded(areas["weight"], 1),
            "events": in_digits(areas["events"], 0),
        }
    )


def _frame(panel: Panel, _outlines_url: str) -> Component:
    return panel_frame(
        panel,
        [chart(panel.id, 210), html.Div(id="areas-list"), menu(AREAS)],
        seizure_controls(),
    )


def _texts(resolved: ResolvedView, result: ExploreResult) -> dict[str, str]:
    view = resolved.view
    seized = result.seized
    return {
        "seizures-title": seized_title(seized, view.area),
        "seizures-subtitle": seized_subtitle(resolved, seized),
        "seizures-foot": footer([seized.provenance]),
    }


def _provenance(result: ExploreResult) -> list[Provenance]:
    return [result.seized.provenance] if result.seized.provenance else []


def _notes(_resolved: ResolvedView, result: ExploreResult, _rows: pd.DataFrame) -> list[Fact]:
    cautions = catalog.INDICATORS["seized_weight"].cautions
    return [*source_notes(_provenance(result)), *(("Note", caution) for caution in cautions)]


def _captions(resolved: ResolvedView, result: ExploreResult) -> Captions:
    view = resolved.view
    seized = result.seized
    return Captions(
        seized_title(seized, view.area),
        seized_subtitle(resolved, seized),
        seizures_alternative(seized, view.area),
        footer([seized.provenance]),
    )


def _captions_of_areas(resolved: ResolvedView, result: ExploreResult) -> Captions:
    seized, title = result.seized, areas_title(result.seized)
    empty = no_area_words(seized) if seized.areas.empty else ""
    subtitle = seized_subtitle(resolved, seized)
    return Captions(title, subtitle, f"Bar chart. {title}.", footer([seized.provenance]), empty)


def _chart(_resolved: ResolvedView, _result: ExploreResult, rows: pd.DataFrame) -> Chart | None:
    """Pounds by month; the events stand in the table."""
    if rows.empty:
        return None
    return Chart("bar", (Series("Pounds", days_of(rows["period_end"]), numbers_of(rows["pounds"])),), "lb", 1)


def _chart_of_areas(_resolved: ResolvedView, _result: ExploreResult, rows: pd.DataFrame) -> Chart | None:
    """Pounds by area, most first."""
    if rows.empty:
        return None
    return Chart("bar", (Series("Pounds", tuple(rows["area"]), numbers_of(rows["pounds"])),), "lb", 1)


def _drawing(_resolved: ResolvedView, result: ExploreResult) -> Plot | None:
    if result.seized.months.empty:
        return None
    figure = seizures_figure(result.seized)
    return Plot({**figure, "layout": {**figure["layout"], "shapes": seizure_marks(result.seized)}})


def _drawing_of_areas(_resolved: ResolvedView, result: ExploreResult) -> BarGroups | None:
    areas = result.seized.areas
    if areas.empty:
        return None
    most = float(areas["weight"].max()) or 1.0
    rows = tuple(
        Bar(place, weight / most, pounds(weight), beside=f"{number(events)} events")
        for place, weight, events in zip(areas["place"], areas["weight"], areas["events"], strict=True)
    )
    return BarGroups([Bars("", rows)], "supply")


SEIZURES: Final = Panel(
    id="seizures",
    order=60,
    name="Seizures by month",
    figures="the months",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=_texts,
    table=lambda _resolved, result: seizures_table(result),
    provenance=_provenance,
    reading=(
        "Bars are pounds seized (above) and number of seizures (below) in each month; the shaded months are "
        "the ones that the title and the list of areas count.",
        "More seized is not more in circulation: seizures follow enforcement as much as supply.",
        "CBP areas are not states or counties, so this panel cannot be set against one place's deaths.",
    ),
    plot=BrowserChart(
        figure=lambda _resolved, result: seizures_figure(result.seized),
        marks=lambda _resolved, result: seizure_marks(result.seized),
        alternative=lambda resolved, result: seizures_alternative(result.seized, resolved.view.area),
    ),
    key=keys.seized,
    frame=_frame,
    region=Region.SIDE,
    notes=_notes,
    captions=_captions,
    chart=_chart,
    drawing=_drawing,
)
AREAS: Final = Panel(
    id="areas",
    order=65,
    name="Seizures by area",
    figures="the list of areas",
    appears_in=ON_EXPLORE,
    find=WITH_EXPLORE,
    texts=lambda _resolved, _result: {},
    table=lambda _resolved, result: areas_table(result),
    provenance=_provenance,
    reading=(),
    within="seizures",
    title=lambda resolved, result: seized_title(result.seized, resolved.view.area),
    notes=_notes,
    captions=_captions_of_areas,
    chart=_chart_of_areas,
    drawing=_drawing_of_areas,
)
"""Its list stands under the months, and is read with them."""
PANELS: Final = (SEIZURES, AREAS)
