"""The baseline: the same filters and charts as most Dash apps would build them.

Plain Dash on Flask, one callback, Plotly Express figures with the GeoJSON inside, DuckDB asked anew at
each change. Run as `python -m bench.baseline`; reads EXTRACTS and PORT.

Plotly asks a CDN for its base map as soon as a choropleth has a location mode, even when nothing of the
base map is visible. Here that one file is an empty map answered by this server, so that the baseline
neither waits for nor fails on another host; the browser then keeps it.
"""

import importlib.resources
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, callback, ctx, dcc, html
from flask import Response, jsonify

from data.geography.outlines import METERS_PER_UNIT, TOLERANCE
from model import catalog
from model.places import NATION, places, state_of

EXTRACTS = Path(os.environ.get("EXTRACTS", "data/extracts"))
OBSERVATIONS = EXTRACTS / "current" / "observations.parquet"
MEASURES = {"count": "Deaths", "rate": "Rate per 100,000", "change": "Change on a year earlier, %"}
MAP_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
CONNECTION = duckdb.connect()
Figure = Any


def outlines(level: str) -> dict[str, Any]:
    """GeoJSON of the counties or states, simplified to the tolerance of the project's own outlines."""
    with importlib.resources.as_file(importlib.resources.files("_plotly_geo") / "package_data") as folder:
        shapes = gpd.read_file(Path(folder) / "cb_2016_us_county_500k.shp", columns=["GEOID", "STATEFP"])
    shapes = shapes.set_crs(4269, allow_override=True)[shapes["STATEFP"] <= "56"].to_crs(5070)
    shapes["geometry"] = shapes.geometry.simplify_coverage(TOLERANCE * METERS_PER_UNIT)
    if level == "state":
        shapes = shapes.dissolve("STATEFP").reset_index()
    shapes = shapes.rename(columns={"GEOID" if level == "county" else "STATEFP": "place"})
    drawn = shapes[["place", "geometry"]].to_crs(4326).set_index("place")
    # Plotly takes the inside of a ring to lie clockwise.
    drawn["geometry"] = drawn.geometry.set_precision(0.001).orient_polygons(exterior_cw=True)
    return json.loads(drawn.to_json())


GEOJSON = {level: outlines(level) for level in ("county", "state")}


def ask(sql: str, **values: Any) -> pd.DataFrame:
    """Rows of a query over the extract's observations; `$observations` is their file."""
    with CONNECTION.cursor() as cursor:
        return cursor.execute(sql, {"observations": str(OBSERVATIONS), **values}).df()


MEASURED = """
    SELECT now.place, now.period_end,
      CASE $measure
        WHEN 'count' THEN now.value
        WHEN 'rate' THEN now.value / now.denominator * 100000
        ELSE (now.value / nullif(before.value, 0) - 1) * 100
      END AS shown
    FROM read_parquet($observations) AS now
    LEFT JOIN read_parquet($observations) AS before
      ON before.indicator = 'deaths' AND before.drug = $drug AND before.place = now.place
      AND before.status <> 'predicted' AND before.period_kind = '12-month-ending'
      AND before.period_end = last_day(now.period_end - INTERVAL 1 YEAR)
    WHERE now.indicator = 'deaths' AND now.drug = $drug AND now.status <> 'predicted'
      AND now.period_kind = '12-month-ending'
"""


def map_figure(drug: str, measure: str, period: str) -> Figure:
    """County map where counties are published (all drugs), state map elsewhere."""
    published = ask(
        "SELECT count(*) AS n FROM read_parquet($observations) WHERE indicator = 'deaths' AND drug = $drug"
        " AND place_kind = 'county' AND period_end = last_day($period::DATE)"
        " AND period_kind = '12-month-ending'",
        drug=drug,
        period=f"{period}-01",
    )
    level = "county" if published["n"].iloc[0] else "state"
    rows = ask(
        MEASURED + "AND now.place_kind = $level AND now.period_end = last_day($period::DATE)",
        drug=drug,
        measure=measure,
        level=level,
        period=f"{period}-01",
    )
    figure = px.choropleth(
        rows,
        geojson=GEOJSON[level],
        locations="place",
        color="shown",
        color_continuous_scale="RdBu_r" if measure == "change" else "YlOrRd",
        range_color=(-50, 50) if measure == "change" else (0, rows["shown"].quantile(0.95)),
        labels={"shown": MEASURES[measure]},
        scope="usa",
        fitbounds="locations",
    )
    figure.update_geos(visible=False)
    return figure.update_layout(title=f"Drug overdose deaths, {period}", margin={"l": 0, "r": 0, "b": 0})


def trend_figure(drug: str, measure: str, place: str) -> Figure:
    """Lines of the place, its state and the nation."""
    wanted = list(dict.fromkeys(each for each in (place, state_of(place), NATION) if each))
    rows = ask(
        MEASURED + "AND list_contains($wanted, now.place) ORDER BY now.place, now.period_end",
        drug=drug,
        measure=measure,
        wanted=wanted,
    )
    rows["place"] = rows["place"].map(lambda code: places()[code].name)
    labels = {"shown": MEASURES[measure], "period_end": "12 months ending"}
    return px.line(rows, x="period_end", y="shown", color="place", labels=labels, title="Trend")


def seizures_figure(drug: str) -> Figure:
    """Pounds seized by month."""
    seized = catalog.SEIZED_AS.get(drug, catalog.SEIZED_DEFAULT)
    rows = ask(
        "SELECT period_end, sum(value) AS pounds FROM read_parquet($observations)"
        " WHERE indicator = 'seized_weight' AND drug = $drug AND place_kind = 'nation'"
        " GROUP BY period_end ORDER BY period_end",
        drug=seized,
    )
    labels = {"period_end": "Month", "pounds": "Pounds"}
    return px.bar(rows, x="period_end", y="pounds", labels=labels, title=f"Seized: {seized}")


@callback(
    Output("map", "figure"),
    Output("trend", "figure"),
    Output("seizures", "figure"),
    Input("drug", "value"),
    Input("measure", "value"),
    Input("period", "value"),
    Input("state", "value"),
    Input("map", "clickData"),
)
def update(
    drug: str, measure: str, period: str, state: str, clicked: dict[str, Any] | None
) -> tuple[Figure, Figure, Figure]:
    """Draw everything anew for the filters."""
    place = clicked["points"][0]["location"] if ctx.triggered_id == "map" and clicked else state
    return map_figure(drug, measure, period), trend_figure(drug, measure, place), seizures_figure(drug)


def layout() -> html.Div:
    """Four lists and three charts."""
    drugs = ask("SELECT DISTINCT drug FROM read_parquet($observations) WHERE indicator = 'deaths' ORDER BY 1")
    periods = ask(
        "SELECT DISTINCT strftime(period_end, '%Y-%m') AS period FROM read_parquet($observations)"
        " WHERE indicator = 'deaths' AND place_kind = 'county' AND period_kind = '12-month-ending'"
        " ORDER BY 1 DESC"
    )["period"].tolist()
    states = {code: place.name for code, place in places().items() if place.kind in ("nation", "state")}
    lists = [
        dcc.Dropdown(drugs["drug"].tolist(), "all", id="drug", clearable=False),
        dcc.Dropdown(MEASURES, "rate", id="measure", clearable=False),
        dcc.Dropdown(periods, periods[0], id="period", clearable=False),
        dcc.Dropdown(states, NATION, id="state", clearable=False),
    ]
    geo_config: Any = {"topojsonURL": "/base-map/"}
    return html.Div(
        [
            html.Div(lists, style={"display": "grid", "gridTemplateColumns": "repeat(4, 1fr)", "gap": "8px"}),
            dcc.Graph(id="map", config=geo_config, style={"height": "560px"}),
            dcc.Graph(id="trend", style={"height": "250px"}),
            dcc.Graph(id="seizures", style={"height": "210px"}),
        ]
    )


def build() -> Dash:
    """The app, with the local stand-in for Plotly's base map."""
    built = Dash(__name__, title="Baseline")
    built.layout = layout

    @built.server.route("/base-map/<name>")
    def base_map(name: str) -> Response:
        nothing = {"type": "GeometryCollection", "geometries": []}
        answer = jsonify(type="Topology", arcs=[], objects=dict.fromkeys(MAP_LAYERS, nothing))
        answer.headers["Cache-Control"] = "max-age=86400"
        return answer

    return built


if __name__ == "__main__":
    build().run(debug=False, host="127.0.0.1", port=os.environ.get("PORT", "8051"))
