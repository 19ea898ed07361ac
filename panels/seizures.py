"""The seizure panel: pounds and events by month, and the areas with most."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.chart_frame import MUTED, Figure, axis, color, layout, window
from components.controls import labelled_select
from components.numbers import number, rounded
from components.words import seized_title, window_words
from model import catalog
from model.view import SEIZED_DRUGS, View
from queries.results import SeizedResult


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
        labelled_select("seized", "Drug seized", drugs, "small"),
        labelled_select("areas", "Part of CBP", parts, "small"),
        labelled_select("area", "Area", [], "small"),
        labelled_select("months", "Months counted", [], "small"),
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
            html.Span(f"{number(weight, 1)} lb", className="area-number"),
            html.Span(f"{number(events)} events", className="area-events"),
        ],
        className="area chosen" if chosen else "area",
        **attributes(data_area=place),
        **attributes(aria_pressed="true" if chosen else "false"),
    )
