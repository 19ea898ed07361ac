"""What the tests of the API share: extracts written row by row, and requests made within this process."""

import csv
import io
from datetime import date

import pandas as pd
import pyarrow.parquet as parquet
from fastapi import FastAPI
from support import ask

from api import service
from data.extract import build, writing
from model import catalog, events
from model.observations import STRATA, WHOLE, observation_frame
from queries.store import Store

PARTNER = catalog.Source(
    "user_coroner", "Coroner", "Own counts", "Coroner", "A coroner's own counts.", "weekly"
)


def server_of(extracts, edition="public"):
    """The API as the app serves it: before a route that answers every address."""
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    service.attach(server, Store(extracts, edition))

    @server.get("{path:path}")
    async def page() -> str:
        return "the app's page"

    return server


class Client:
    """Sends requests to the API over an extract."""

    def __init__(self, extracts, edition="public"):
        self.server = server_of(extracts, edition)

    def ask(self, path, method="GET", **headers):
        return ask(self.server, path, method, **headers)

    def observations(self, query):
        """Every observation of a query, part after part."""
        path, found = f"/api/v1/observations?{query}", []
        while path:
            answer = self.ask(path)
            assert answer.status_code == 200, answer.text
            found += answer.json()["observations"]
            path = answer.json()["next"]
        return found


def publish(extracts, rows, simulated=False):
    """Publish observations as one version."""
    observations = observation_frame(pd.DataFrame(rows))
    states = {
        source: build.SourceState(simulated, True, None if source in catalog.SOURCES else PARTNER)
        for source in observations["source"].unique()
    }
    content = build.Content(observations, events.event_frame(None), build.NOTHING.files, states)
    folder = writing.write_version(extracts, build.build_tables(content), simulated)
    writing.publish(extracts, folder)
    return extracts


def row(value, place, *, status="ok", start="2024-01-01", end="2024-12-31", as_of="2025-07-16", **cells):
    """An observation of deaths; the kind of place follows from its code."""
    kinds = {"US": "nation", 2: "state", 5: "county"}
    return {
        "source": "vsrr_county",
        "indicator": "deaths",
        "drug": "all",
        "place_kind": kinds.get(place) or kinds.get(len(place), "cbp_area"),
        "place": place,
        "basis": "residence",
        "period_kind": "12-month-ending",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
        **dict.fromkeys(STRATA, WHOLE),
        "value": value,
        "status": status,
        "note": "",
        "as_of": pd.Timestamp(as_of),
        **cells,
    }


def comments_and_rows(text):
    """Comment lines of a CSV download, and its rows as cells."""
    lines = text.splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("# ")]
    return "".join(comments), list(csv.DictReader(io.StringIO("".join(lines[len(comments) :]))))


def table_of(content):
    """A Parquet download."""
    return parquet.read_table(io.BytesIO(content))


def day(text):
    return date.fromisoformat(text)
