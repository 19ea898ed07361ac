"""A crawl of the public edition: no answer says what is held back of a partner's figures."""

import json
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

import crawling
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from crawled_site import PROFILE, Site, words_of
from held_figures import DRUGS, SHORT, SOURCE, Figures, some_views
from hypothesis_profiles import is_full

from bench import servers
from data.extract import class_edges
from data.extract.reading import MANIFEST, checksum, current_folder
from model.deck import Deck, Slide, deck_code
from model.places import label
from model.settings import PROJECT
from model.view import parse_view
from panels.panel import Where
from panels.registry import ids

pytestmark = pytest.mark.process

VIEWS = 3_000 if is_full() else 100
"""Random views of a crawl."""
SEED = int(os.environ.get("SEED", "7"))
"""Of the choice of views."""
PANELS = (
    "headline",
    "map",
    "trend",
    "ranking",
    "distribution",
    "breakdown",
    "rising",
    "sectors",
    "insights",
)
KINDS = (
    "view",
    "view",
    "view",
    "csv",
    "csv",
    "xlsx",
    "parquet",
    "table",
    "panel",
    "svg",
    "frames",
    "cite",
)
API_KINDS = ("json", "csv", "parquet")


@contextmanager
def serving(extracts, name):
    log = PROJECT / "var" / f"leaks-{name}.log"
    with servers.running(servers.ours(), extracts, log) as server:
        yield server.url.rstrip("/")


SOME_STATES = ("partner_extract", "public_of_partner")
EVERY_STATE = ("national_partner_extract", "public_of_national_partner")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SOME_STATES, id="some-states"),
        pytest.param(EVERY_STATE, id="every-state", marks=pytest.mark.full),
    ],
)
def figures(request):
    return Figures(*map(request.getfixturevalue, request.param))


@pytest.fixture(scope="module")
def site(figures, outlines):
    with serving(figures.public, "public") as url:
        yield Site(url, figures, outlines)


def crawl(site, views, kinds=KINDS):
    """What is found in one or two answers to each view, asked two at once."""
    chance = random.Random(SEED)
    asked = []
    for number, query in enumerate(views):
        maps = parse_view(query)[0].maps
        panels = [*PANELS[:5] * 2, *PANELS[5:], *PROFILE]
        panels += (
            ["map2"] * 4 if maps in ("two", "both") else ["small-maps"] if maps and number % 5 == 0 else []
        )
        asked.append((chance.choice(kinds), query, chance.choice(panels)))
    with ThreadPoolExecutor(2) as pool:
        return [leak for leaks in pool.map(lambda each: site.look(*each), asked) for leak in leaks]


def test_there_is_something_to_be_found(figures):
    held = pd.Series([each.status for each in figures.held.values()]).value_counts()
    assert held["suppressed"] > 1000 and held["withheld"] > 100
    assert len(figures.telling) > 50
    assert all(figures.rows.loc[figures.rows["status"].isin(("suppressed", "withheld")), "shown"].isna())


def test_no_view_says_a_held_back_figure(figures, site):
    leaks = crawl(site, some_views(figures, random.Random(SEED), VIEWS))
    print(sum(site.answers.values()), dict(site.answers))  # noqa: T201
    assert not leaks, "\n".join(map(str, leaks))
    assert sum(number for (_, status), number in site.answers.items() if status == 200) > VIEWS * 0.8


@pytest.mark.parametrize("panel", ["headline", "map", "trend", "ranking", "distribution", *PROFILE])
def test_the_largest_that_is_held_back_is_in_no_form_of_any_panel(figures, site, panel):
    held = figures.telling[0]
    for measure in ("count", "rate", "change"):
        query = f"drug={held.drug}&kind=year&measure={measure}&place={held.place}&period={held.year}-12"
        for kind in dict.fromkeys(KINDS):
            assert site.look(kind, query, panel) == []


def test_the_api_says_no_held_back_figure(figures, site):
    chance = random.Random(SEED)
    queries = [f"indicator=deaths&kind=year&drug={drug}&source={SOURCE}" for drug in DRUGS]
    for held in chance.sample(figures.telling, min(len(figures.telling), max(10, VIEWS // 10))):
        queries.append(f"indicator=deaths&drug={held.drug}&state={held.place[:2]}&kind=year")
        queries.append(f"indicator=deaths&place={held.place}")
        queries.append(f"indicator=deaths&place={held.place}&status={held.status}&as_of=2030-01-01")
    for number, query in enumerate(queries):
        kinds = API_KINDS if number % 5 == 0 else API_KINDS[:1]
        for kind in kinds:
            assert site.of_api(kind, query) == []
    everything = site.get(f"/api/v1/observations?indicator=deaths&source={SOURCE}&format=csv")
    rows = crawling.facts_and_rows(everything.text)[1]
    assert {row["period_kind"] for row in rows} == {"year"}, "months of counties are released of nobody"
    assert crawling.leaks_of_rows(figures, rows, "indicator=deaths") == []


def test_no_page_says_a_held_back_figure(figures, site):
    places = ["US", "04", "32", *dict.fromkeys(each.place for each in figures.telling[:12])]
    paths = ["/", "/data", "/brief", *(f"/place/{place}" for place in places)]
    paths += [f"/{frame}/{panel}" for frame in ("slide", "embed") for panel in ids(Where.BRIEFING)]
    for path in paths:
        query = f"place={path.rpartition('/')[2]}" if "/place/" in path else "place=04013&drug=opioids"
        answer = site.get(path)
        assert answer.status_code == 200
        assert crawling.leaks_of_facts(figures, crawling.text_of(answer.text), query) == []
    for place in places:
        for beginning, values in (("place-content", (f"/place/{place}", "")), ("data-content", ("/data",))):
            answer = site.call(beginning, *values)
            words = " ".join(map(str, words_of(answer.json()["response"])))
            for drug in DRUGS:
                assert crawling.leaks_of_facts(figures, words, f"place={place}&drug={drug}") == []


def test_no_bitmap_says_a_held_back_figure(figures, site):
    held = figures.telling[0]
    query = f"drug={held.drug}&kind=year&measure=count&place={held.place}&period={held.year}-12"
    for panel in ("map", "trend"):
        answer = site.get(f"/picture/{panel}.png?{query}")
        assert (
            site.looked_at("png", answer, lambda a=answer: crawling.leaks_of_png(figures, a.content, query))
            == []
        )


def test_no_document_says_a_held_back_figure(figures, site):
    held = figures.telling[0]
    query = f"drug={held.drug}&kind=year&measure=count&place={held.place}&period={held.year}-12"
    slides = tuple(Slide(view=query, show=panel) for panel in ("headline", "trend"))
    code = quote(deck_code(Deck(title="All", slides=slides)), safe="")
    addresses = {kind: f"/takeaway/deck.{kind}?deck={code}" for kind in ("html", "docx", "pptx")}
    for kind, address in {**addresses, "pdf": f"/takeaway/place.pdf?{query}"}.items():
        answer = site.get(address)
        assert answer.status_code == 200
        assert crawling.leaks_of_document(figures, kind, answer.content, query) == []


def put_back(public, folder, held):
    """A copy of the public extract in which one held-back value is shown."""
    shutil.copytree(public, folder, symlinks=True)
    version = current_folder(folder)
    manifest = json.loads((version / MANIFEST).read_text())
    for name in ("observations", "series"):
        path = version / f"{name}.parquet"
        table = parquet.read_table(path)
        rows = table.to_pandas()
        mine = (rows["source"] == SOURCE) & (rows["place"] == held.place) & (rows["drug"] == held.drug)
        mine &= pd.to_datetime(rows["period_end"]).dt.year == held.year
        assert mine.sum() == 1
        rows.loc[mine, ["value", "numerator"]] = held.value
        rows.loc[mine, "status"] = "ok"
        parquet.write_table(type(table).from_pandas(rows, table.schema, preserve_index=False), path)
        manifest["sha256"][path.name] = checksum(path)
    (version / MANIFEST).write_text(json.dumps(manifest))
    return folder


def test_a_figure_that_was_put_back_is_found(figures, outlines, tmp_path):
    """In every kind of answer: else the crawl would be blind to it."""
    held = figures.telling[0]
    with serving(put_back(figures.public, tmp_path / "leaking", held), "leaking") as url:
        site = Site(url, figures, outlines)
        query = f"drug={held.drug}&kind=year&measure=count&place={held.place}&period={held.year}-12"
        for kind in dict.fromkeys(KINDS):
            if kind in ("panel", "cite"):
                continue  # These say nothing of the figure in this view, put back or not.
            assert site.look(kind, query, "map"), kind
        assert site.look("svg", query, "trend") and site.look("csv", query, "headline")
        assert site.look("view", query.replace("count", "change"), "map")
        assert site.look("csv", f"{query}&maps=two&drug2={held.drug}", "map2")
        assert site.look("csv", f"{query}&maps=drugs", "small-maps")
        for kind in API_KINDS:
            assert site.of_api(kind, f"indicator=deaths&place={held.place}&drug={held.drug}")
        answer = site.get(f"/view?{query}&shown=").json()["parts"]
        shown = Figures(figures.partner, figures.public)
        words = " ".join(map(str, words_of(answer["headline"])))
        assert f"{held.value:,.0f}" in words
        assert crawling.leaks_of_facts(shown, f"{label(held.place)}: {words}", query)
        # The year before, in which nothing was put back; the year after may be none that there is.
        assert site.look("csv", query.replace(f"{held.year}-12", f"{held.year - 1}-12"), "map") == []


def test_class_edges_are_made_of_what_is_released(figures):
    folder = current_folder(figures.public)
    observations = pd.read_parquet(folder / "observations.parquet")
    mine = observations[observations["source"] == SOURCE]
    keys = [*class_edges.MAP_KEYS, "measure", "method"]
    published = pd.read_parquet(folder / "classes.parquet").query(f"source == '{SOURCE}'")
    made = class_edges.edges_of_maps(mine)
    edges = [
        {tuple(row[key] for key in keys): list(row["edges"]) for row in table.to_dict("records")}
        for table in (published, made)
    ]
    assert edges[0] == edges[1]
    assert edges[0]


def test_checks_and_changes_hold_no_held_back_value(figures):
    folder = current_folder(figures.public)
    changes = pd.read_parquet(folder / "changes.parquet")
    of_partner = changes[changes["source"] == SOURCE]
    gone = of_partner[of_partner["status_after"].isin(("suppressed", "withheld"))]
    assert gone[["before", "after"]].isna().all(axis=None)
    for check in pd.read_parquet(folder / "checks.parquet").to_dict("records"):
        example = check["example"] or ""
        for held in figures.telling:
            if held.place in example or label(held.place) in example:
                query = f"place={held.place}&drug={held.drug}"
                assert crawling.leaks_of_facts(figures, example, query) == []


def names_of(partner):
    """What might name a partner's extract or its files."""
    version = current_folder(partner)
    absolute = str(version)
    up = "../" * 12
    yield from (version.name, absolute, f"{up}{absolute}", f"{absolute}/observations.parquet", str(partner))
    yield from (f"../versions/{version.name}", f"{version.name}/../{version.name}", f"{absolute}\0", "\0")
    yield from (
        "%2e%2e/%2e%2e/",
        "..%2f..%2f" + version.name,
        "....//....//" + version.name,
        "file://" + absolute,
    )


def asked_every_way(name):
    """Addresses with a name in each place that names something."""
    coded = quote(name, safe="")
    for written in (coded, quote(coded, safe=""), quote(name, safe="/.%")):
        for path in ("outlines", "panel", "table", "cite", "static", "view", "place", "slide", "brief"):
            yield f"/{path}/{written}"
        yield f"/download/map.{written}"
        yield f"/download/{written}.csv"
        yield f"/picture/{written}.svg"
        yield f"/takeaway/deck.{written}"
    view = "indicator=deaths&drug=opioids&kind=year&place=04013&period=2023-12&measure=count"
    for part in (
        "place",
        "source",
        "panel",
        "version",
        "extract",
        "drug",
        "groups",
        "compare",
        "area",
        "period",
    ):
        yield f"/download/map.csv?{view}&{part}={coded}"
        yield f"/?{view}&{part}={coded}"
    for part in ("cursor", "source", "place", "area", "format", "as_of"):
        yield f"/api/v1/observations?indicator=deaths&drug=opioids&state=04&{part}={coded}"
    yield f"/takeaway/deck.html?deck={coded}"
    yield f"/brief/deck?deck={coded}"
    yield f"/brief/deck?ready={coded}&place={coded}"
    yield f"/brief/places?within={coded}"


def test_a_public_process_opens_no_partner_file_by_any_name(figures, site):
    held = figures.telling[0]
    query = f"drug={held.drug}&kind=year&place={held.place}"
    version = current_folder(figures.partner).name
    for name in names_of(figures.partner):
        for address in asked_every_way(name):
            answer = site.get(address)
            assert answer.status_code < 500, address
            assert b"PAR1" not in answer.content[:4]
            assert crawling.leaks_of_facts(figures, crawling.text_of(answer.text), query) == []
            if "/download/map.csv" in address and answer.status_code == 200:
                assert crawling.leaks_of_csv(figures, answer.text) == []
    for name in names_of(figures.partner):
        named = name.encode()
        if b"\0" in named:
            continue  # No HTTP client or server lets it through.
        for address in (
            f"/download/map.csv?{query}&measure=count",
            f"/table/map?{query}",
            f"/panel/peers?{query}",
        ):
            answer = site.client.get(address, headers={"X-Figures": named})
            assert answer.status_code < 500
            assert version not in answer.text
            assert crawling.leaks_of_facts(figures, answer.text, query) == []


def test_the_public_edition_on_a_partner_folder_answers_without_figures(figures, outlines):
    held = figures.telling[0]
    query = f"drug={held.drug}&kind=year&place={held.place}&measure=count&period={held.year}-12"
    version = current_folder(figures.partner).name
    with serving(figures.partner, "partner-as-public") as url:
        site = Site(url, figures, outlines)
        assert site.get("/readyz").status_code == 503
        for path in ("/", "/data", "/brief", f"/place/{held.place}", "/slide/map", "/embed/map"):
            answer = site.get(f"{path}?{query}")
            assert answer.status_code == 200
            assert crawling.leaks_of_facts(figures, crawling.text_of(answer.text), query) == []
        for beginning, values in (
            ("place-content", (f"/place/{held.place}", "")),
            ("data-content", ("/data",)),
        ):
            answer = site.call(beginning, *values)
            assert answer.status_code == 200
            assert SHORT not in answer.text
            assert crawling.leaks_of_facts(figures, answer.text, query) == []
        # Like the pages, it names the extract that it refuses.
        view = site.get(f"/view?{query}&shown=")
        assert view.status_code == 503
        assert SHORT not in view.text
        assert crawling.leaks_of_facts(figures, view.text, query) == []
        for panel in ("map", "trend", "rising", "peers"):
            for kind in ("csv", "xlsx", "parquet"):
                for named in ({}, {"X-Figures": version}):
                    answer = site.client.get(f"/download/{panel}.{kind}?{query}", headers=named)
                    assert answer.status_code == 503
        for address in (
            *(
                f"/table/map?{query}",
                f"/panel/rising?{query}",
                f"/picture/map.svg?{query}",
                f"/frames?{query}",
            ),
            *(f"/cite/map?{query}", "/api/v1/observations?indicator=deaths", "/api/v1/sources"),
            f"/takeaway/place.pdf?{query}",
        ):
            answer = site.get(address)
            assert answer.status_code == 503, address
            assert SHORT not in answer.text and version not in answer.text
