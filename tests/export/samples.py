"""Panels of random views, and exported_panels made by hand."""

import random
from datetime import date
from functools import cache

import pandas as pd
from hypothesis_profiles import examples

from components.table_files import Export
from export.exported_panel import ExportedPanel
from export.exported_panels import exported_panel
from export.wording import page_of
from model import catalog
from model.deck import Slide
from panels.answers import NotInView
from panels.chart import Chart, Series
from panels.panel import Where
from panels.registry import appearing_in

PLACES = ("US", "39", "54", "06", "39061", "46102", "36", "01001", "09001", "48301", "class-1", "svi-4")
MEASURES = ("rate", "count", "change", "share")


def random_queries(count, seed):
    """Query strings of views; what a view cannot show falls back, as on the page."""
    draw = random.Random(seed)
    for _ in range(count):
        indicator = draw.choice(list(catalog.INDICATORS))
        drug = draw.choice(["all", "synthetic_opioids", "cocaine", "fentanyl"])
        place, other = draw.sample(PLACES, 2)
        yield (
            f"indicator={indicator}&drug={drug}&place={place}&compare={other}"
            f"&measure={draw.choice(MEASURES)}&level={draw.choice(['county', 'state'])}"
        )


def random_pages(store, outlines, count, seed=5):
    """One page a random view, its panel drawn by lot among those that the view has."""
    draw = random.Random(seed)
    pages = []
    for query in random_queries(count, seed):
        while True:
            panel = draw.choice(appearing_in(Where.BRIEFING)).id
            try:
                pages.append(
                    page_of(Slide(view=query, show=panel), exported_panel(store, outlines, panel, query))
                )
                break
            except NotInView:
                continue
    return pages


@cache
def pages_of_random_views(store, outlines):
    """A page each of random views and places, found once for the tests of all formats."""
    return random_pages(store, outlines, examples(30))


def trend_panel(title="Deaths, Ohio", values=(10.0, None, 12.5), **parts):
    """A line of three months with a gap, simulated."""
    days = tuple(date(2025, month, 28) for month in (1, 2, 3))
    rows = pd.DataFrame({"name": title, "period_end": pd.to_datetime(days), "rate": list(values)})
    rows["status"] = ["ok" if value is not None else "suppressed" for value in values]
    facts = (("Title", title), ("Source", "Simulated, in the format of an agency."), ("Note", "Provisional."))
    chart = Chart("line", (Series(title, days, tuple(values)),), "per 100,000", 1)
    given = {"drawing": "", "chart": chart} | parts
    return ExportedPanel(
        "trend", title, "A subtitle", "A line that rises.", "Simulated, in the format of an agency.",
        Export(facts, rows), simulated=True, **given,
    )  # fmt: skip


def picture(words="A map"):
    """A drawing in SVG."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="160" height="90">'
        f'<rect width="160" height="90" fill="#eee"/><text x="10" y="40" font-size="9">{words}</text></svg>'
    )


def page(exported, **slide):
    """A page of an exported panel, as a deck's slide of it."""
    return page_of(Slide.model_construct(**{"title": "", "text": "", "notes": ""} | slide), exported)
