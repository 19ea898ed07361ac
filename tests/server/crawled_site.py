"""A running public edition that is asked for anything, and looked through for held-back figures."""

import io
import json
import threading
from collections import Counter

import crawling
import httpx
import pandas as pd
from held_figures import DRUGS, SOURCE

from model.view import parse_view

PROFILE = ("drugs", "nonfatal", "supply", "response", "peers", "completeness")


class Site:
    """A running public edition, and what it answers to whoever looks for held-back figures."""

    def __init__(self, url, figures, outlines):
        self.url, self.figures, self.outlines = url, figures, outlines
        self.client = httpx.Client(base_url=url, timeout=120)
        self.callbacks = {each["output"]: each for each in self.get("/_dash-dependencies").json()}
        self.answers, self.lock = Counter(), threading.Lock()

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def call(self, beginning, *values):
        """The answer of the callback whose outputs begin so."""
        known = next(each for output, each in self.callbacks.items() if output.startswith(beginning))
        several = known["output"].startswith("..")
        names = known["output"].strip(".").split("...") if several else [known["output"]]
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": known["output"],
            "outputs": outputs if several else outputs[0],
            "inputs": [
                {"id": each["id"], "property": each["property"], "value": value}
                for each, value in zip(known["inputs"], values, strict=True)
            ],
            "state": [
                {"id": each["id"], "property": each["property"], "value": None} for each in known["state"]
            ],
            "changedPropIds": [],
        }
        return self.client.post("/_dash-update-component", json=body)

    def looked_at(self, kind, answer, of):
        """Count an answer, which must not be a failure, and return what it says that it must not."""
        with self.lock:
            self.answers[kind, answer.status_code] += 1
        assert answer.status_code in (200, 404), (kind, answer.status_code, answer.url)
        return [(str(answer.url), leak) for leak in of()] if answer.status_code == 200 else []

    def places_of(self, level):
        return self.outlines.county_places if level == "county" else self.outlines.state_places

    def look(self, kind, query, panel):
        """What an answer of one kind to a view says that it must not."""
        figures = self.figures
        if kind == "view":
            answer = self.get(f"/view?{query}&shown=")
            return self.looked_at(kind, answer, lambda: self.of_view(answer.json()))
        if kind in ("csv", "xlsx", "parquet"):
            answer = self.get(f"/download/{panel}.{kind}?{query}")
            link = (
                query if kind == "csv" else crawling.link_of(self.get(f"/download/{panel}.csv?{query}").text)
            )
            read = {
                "csv": lambda: crawling.leaks_of_csv(figures, answer.text, link),
                "xlsx": lambda: crawling.leaks_of_workbook(figures, answer.content, link),
                "parquet": lambda: crawling.leaks_of_parquet(figures, answer.content, link),
            }[kind]
            return self.looked_at(kind, answer, read)
        if kind == "table":
            answer = self.get(f"/table/{panel}?{query}")
            return self.looked_at(kind, answer, lambda: self.of_table(answer.json()))
        if kind == "panel":
            asked = panel if panel in (*PROFILE, "breakdown", "rising", "sectors", "insights") else "rising"
            answer = self.get(f"/panel/{asked}?{query}")
            return self.looked_at(kind, answer, lambda: self.in_words(answer, query))
        if kind == "svg":
            answer = self.get(f"/picture/{panel}.svg?{query}")
            return self.looked_at(kind, answer, lambda: crawling.leaks_of_svg(figures, answer.text, query))
        if kind == "frames":
            answer = self.get(f"/frames?{query}")
            view = parse_view(query)[0]
            return self.looked_at(
                kind, answer, lambda: crawling.leaks_of_frames(figures, answer.content, self.places_of, view)
            )
        answer = self.get(f"/cite/{panel}?{query}")
        return self.looked_at(kind, answer, lambda: crawling.leaks_of_facts(figures, answer.text, query))

    def in_words(self, answer, query):
        text = crawling.text_of(json.dumps(answer.json(), ensure_ascii=False))
        return crawling.leaks_of_facts(self.figures, text, query)

    def of_view(self, answer):
        found = crawling.leaks_of_answer(self.figures, answer, self.outlines)
        words = " ".join(map(str, words_of(answer["parts"])))
        return found + crawling.leaks_of_facts(self.figures, words, answer["query"])

    def of_table(self, content):
        link = content["link"].partition("?")[2]
        rows = content["grid"]["props"]["rowData"]
        return crawling.leaks_of_rows(self.figures, rows, link, content["about"])

    def of_api(self, kind, query):
        """What the API says of held-back figures."""
        address = f"/api/v1/observations?{query}&format={kind}"
        answer = self.get(address)

        def read():
            if kind == "json":
                rows = answer.json()["observations"]
            elif kind == "csv":
                rows = crawling.facts_and_rows(answer.text)[1]
            else:
                rows = pd.read_parquet(io.BytesIO(answer.content)).to_dict("records")
            rows = [{**row, "period_end": str(row["period_end"])} for row in rows]
            rows = [row for row in rows if row["source"] == SOURCE]
            assert {row["drug"] for row in rows} <= set(DRUGS)
            return crawling.leaks_of_rows(self.figures, rows, "indicator=deaths")

        return self.looked_at(f"api {kind}", answer, read)


def words_of(shown):
    """Every text and number of a component, in the order of the page."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            if name not in ("id", "className", "href", "type", "namespace", "style"):
                yield from words_of(value)
    elif isinstance(shown, list):
        for each in shown:
            yield from words_of(each)
    elif isinstance(shown, (str, int, float)):
        yield shown
