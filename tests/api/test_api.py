"""The API answers what the extract holds, in three forms, and refuses everything else in one."""

import json
import threading
from urllib.parse import quote, urlencode

import anyio
import httpx
import pyarrow.parquet as parquet
import pytest
from anyio.from_thread import start_blocking_portal
from api_client import Client, comments_and_rows, day, publish, row, server_of, table_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_profiles import examples

from api.parameters import MOST_PLACES, ObservationsQuery
from api.refusals import LONGEST_QUERY
from data.extract import reading
from model import catalog, vintages
from model.observations import COLUMNS, PERIOD_KINDS, STRATA
from model.places import places
from queries import api as queries

pytestmark = pytest.mark.extract

STATE = {"source": "vsrr_state", "basis": "occurrence"}
SEIZED = {
    "source": "cbp_nationwide",
    "indicator": "seized_weight",
    "drug": "fentanyl",
    "basis": "agency area",
    "period_kind": "month",
    "start": "2024-10-01",
    "end": "2024-10-31",
}
VISITS = {
    "source": "dose_discharge_strata",
    "indicator": "ed_visits",
    "basis": "occurrence",
    "period_kind": "year",
}
WEEK = {
    "source": "user_coroner",
    "indicator": "hospitalizations",
    "basis": "occurrence",
    "period_kind": "week",
    "start": "2024-12-22",
    "end": "2024-12-28",
}
ROWS = [
    row(400, "39061", status="provisional"),
    row(25, "39009"),
    row(None, "39001", status="suppressed", note="1 to 9"),
    row(0, "01003"),
    row(390, "39061", start="2023-01-01", end="2023-12-31"),
    row(380, "39061", status="provisional", as_of="2025-04-16"),
    row(4000, "39", **STATE),
    row(4100, "39", status="predicted", **STATE),
    row(3000, "39", drug="synthetic_opioids", **STATE),
    row(80719, "US", **STATE),
    row(410, "39061", source="wonder_county", period_kind="year", start="2022-01-01", end="2022-12-31"),
    row(220, "US", **VISITS),
    row(100, "US", sex="female", **VISITS),
    row(120, "US", sex="male", **VISITS),
    row(60, "US", sex="female", age="25-34", **VISITS),
    row(7, "US", race_ethnicity="Hispanic, any race", **VISITS),
    row(8, "US", intent="unintentional", **VISITS),
    row(4.40924524e-05, "EL PASO FIELD OFFICE", **SEIZED),
    row(10.1, "US", **SEIZED),
    row(3, "39061", **WEEK),
]
NOW = [cells for cells in ROWS if cells["as_of"] != ROWS[5]["as_of"]]


@pytest.fixture(scope="module")
def extracts(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("api") / "extracts", ROWS)


@pytest.fixture(scope="module")
def client(extracts):
    return Client(extracts)


def values(found):
    return sorted((cells["value"] for cells in found), key=lambda value: (value is None, value))


def refused(answer, status, parameter=None, message=None):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    error = answer.json()["error"]
    assert answer.json() == {"error": {"parameter": parameter, "message": error["message"]}}
    assert message is None or error["message"] == message


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("indicator=deaths", [0, 25, 390, 400, 410, 3000, 4000, 4100, 80719, None]),
        ("indicator=deaths&drug=synthetic_opioids", [3000]),
        ("indicator=deaths&drug=heroin", []),
        ("indicator=deaths&level=county", [0, 25, 390, 400, 410, None]),
        ("indicator=deaths&level=state", [3000, 4000, 4100]),
        ("indicator=deaths&place=39061", [390, 400, 410]),
        ("indicator=deaths&place=39009,US", [25, 80719]),
        ("indicator=deaths&place=39009%2CUS", [25, 80719]),
        ("indicator=deaths&state=39", [25, 390, 400, 410, 3000, 4000, 4100, None]),
        ("indicator=deaths&state=39&level=state", [3000, 4000, 4100]),
        ("indicator=deaths&state=39&place=39009,01003", [25]),
        ("indicator=deaths&state=02", []),
        ("indicator=seized_weight&area=EL+PASO+FIELD+OFFICE", [4.40924524e-05]),
        ("indicator=seized_weight&area=EL+PASO+FIELD+OFFICE&place=US", [4.40924524e-05, 10.1]),
        ("indicator=deaths&kind=year", [410]),
        ("indicator=deaths&source=wonder_county", [410]),
        ("indicator=hospitalizations&source=user_coroner", [3]),
        ("indicator=deaths&level=county&period=2024-12", [0, 25, 400, None]),
        ("indicator=deaths&level=county&period=2024-12-31", [0, 25, 400, None]),
        ("indicator=deaths&level=county&period=2024-12-30", []),
        ("indicator=hospitalizations&period=2024-12", [3]),
        ("indicator=hospitalizations&period=2024-12-28", [3]),
        ("indicator=deaths&place=39061&since=2023-12", [390, 400]),
        ("indicator=deaths&place=39061&since=2022-12&period=2023-12", [390, 410]),
        ("indicator=deaths&place=39061&since=2023-12&period=2023-12-30", []),
        ("indicator=ed_visits", [220]),
        ("indicator=ed_visits&sex=all", [220]),
        ("indicator=ed_visits&sex=female", [100]),
        ("indicator=ed_visits&sex=any", [100, 120, 220]),
        ("indicator=ed_visits&sex=female&age=any", [60, 100]),
        ("indicator=ed_visits&race_ethnicity=Hispanic%2C+any+race", [7]),
        ("indicator=ed_visits&intent=any", [8, 220]),
        ("indicator=ed_visits&age=nobody%27s", []),
        ("indicator=deaths&status=suppressed", [None]),
        ("indicator=deaths&status=predicted", [4100]),
        ("indicator=deaths&level=county&as_of=2025-07-16", [0, 25, 390, 400, 410, None]),
        ("indicator=deaths&level=county&as_of=2025-07-15", [380]),
        ("indicator=deaths&level=county&as_of=2025-04-15", []),
    ],
)
@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_each_parameter_narrows(client, query, expected, form):
    if form == "json":
        found = client.observations(query)
        assert client.ask(f"/api/v1/observations?{query}").json()["count"] == len(expected)
    else:
        answer = client.ask(f"/api/v1/observations?{query}&format={form}")
        assert answer.status_code == 200
        found = read(form, answer)
    assert values(found) == expected


def read(form, answer):
    if form == "parquet":
        return table_of(answer.content).to_pylist()
    return [
        {**cells, "value": float(cells["value"]) if cells["value"] else None}
        for cells in comments_and_rows(answer.text)[1]
    ]


def test_an_answer_says_what_it_is_of(client, extracts):
    answer = client.ask("/api/v1/observations?place=39001&indicator=deaths&as_of=2025-12-31").json()
    found = answer.pop("observations")
    assert answer == {
        "version": reading.current_folder(extracts).name,
        "simulated": False,
        "query": {"indicator": "deaths", "place": "39001", "as_of": "2025-12-31"},
        "sources": [
            {
                "source": "vsrr_county",
                "citation": catalog.SOURCES["vsrr_county"].citation,
                "caution": catalog.SOURCES["vsrr_county"].caution,
                "as_of": "2025-07-16",
                "as_of_stated": True,
            }
        ],
        "count": 1,
        "next": None,
    }
    assert found == [
        {
            "source": "vsrr_county",
            "indicator": "deaths",
            "drug": "all",
            "place_kind": "county",
            "place": "39001",
            "basis": "residence",
            "period_kind": "12-month-ending",
            "period_start": "2024-01-01",
            "period_end": "2024-12-31",
            "sex": "all",
            "age": "all",
            "race_ethnicity": "all",
            "intent": "all",
            "value": None,
            "lower": None,
            "upper": None,
            "numerator": None,
            "denominator": None,
            "status": "suppressed",
            "note": "1 to 9",
            "as_of": "2025-07-16",
        }
    ]


@pytest.mark.parametrize("limit", [1, 3, 4, 10, 11])
def test_parts_of_an_answer_cover_it_once(client, limit):
    whole = client.ask("/api/v1/observations?indicator=deaths").json()["observations"]
    assert client.observations(f"indicator=deaths&limit={limit}") == whole
    first = client.ask(f"/api/v1/observations?indicator=deaths&limit={limit}").json()
    assert len(first["observations"]) == min(limit, 10)
    assert (first["next"] is None) == (limit >= 10)


def test_a_cursor_of_replaced_data_is_refused(tmp_path):
    client = Client(publish(tmp_path / "extracts", ROWS))
    following = client.ask("/api/v1/observations?indicator=deaths&limit=1").json()["next"]
    assert client.ask(following).status_code == 200
    publish(tmp_path / "extracts", ROWS[:5])
    message = "cursor belongs to data that has been replaced; start again without it"
    refused(client.ask(following), 409, "cursor", message)


def test_csv_opens_with_what_must_be_known(client, extracts):
    answer = client.ask("/api/v1/observations?indicator=deaths&level=county&format=csv&as_of=2025-05-01")
    version = reading.current_folder(extracts).name
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = f"deaths-county-2025-05-01-{version}.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    comments, (cells,) = comments_and_rows(answer.text)
    assert tuple(cells) == COLUMNS
    assert (cells["value"], cells["period_end"], cells["denominator"]) == ("380", "2024-12-31", "")
    for line in (
        "# Query: indicator=deaths&level=county&as_of=2025-05-01\n",
        f"# Extract: {version}\n",
        "# Observations: 1\n",
        "# Status suppressed: suppressed (1 to 9)\n",
        "# Source vsrr_county: figures as of 2025-04-16.",
        f"# Citation vsrr_county: {catalog.SOURCES['vsrr_county'].citation}\n",
    ):
        assert line in comments
    assert "SIMULATED" not in comments


def test_parquet_carries_the_same_facts_and_the_extracts_own_types(client, extracts):
    answer = client.ask("/api/v1/observations?indicator=deaths&place=39061&format=parquet")
    table = table_of(answer.content)
    assert table.schema.equals(parquet.read_schema(extracts / "current" / "observations.parquet"))
    assert table.schema.metadata[b"Query"] == b"indicator=deaths&place=39061"
    assert table.schema.metadata[b"Source vsrr_county"] == (
        b"figures as of 2025-07-16. " + catalog.SOURCES["vsrr_county"].caution.encode()
    )


def test_simulated_figures_are_called_so(tmp_path):
    client = Client(publish(tmp_path / "extracts", ROWS, simulated=True))
    path = "/api/v1/observations?indicator=deaths"
    assert client.ask(path).json()["simulated"] is True
    for words in ("indicators", "sources", "places"):
        assert client.ask(f"/api/v1/{words}").json()["simulated"] is True
    answer = client.ask(path + "&format=csv")
    assert answer.text.startswith("# Simulated: SIMULATED DATA")
    assert 'filename="simulated-deaths-' in answer.headers["content-disposition"]
    assert b"Simulated" in table_of(client.ask(path + "&format=parquet").content).schema.metadata


def test_indicators_say_what_is_published(client):
    found = {entry["id"]: entry for entry in client.ask("/api/v1/indicators").json()["indicators"]}
    assert list(found) == list(catalog.served_in("public"))
    deaths = found["deaths"]
    assert deaths["label"] == "Drug overdose deaths"
    assert deaths["period_kinds"] == ["12-month-ending", "year"]
    assert [drug["id"] for drug in deaths["drugs"]] == ["all", "synthetic_opioids"]
    assert deaths["place_kinds"] == ["nation", "state", "county"]
    assert deaths["sources"] == ["vsrr_state", "vsrr_county", "wonder_county"]
    assert (deaths["first_period_end"], deaths["newest_period_end"]) == ("2022-12-31", "2024-12-31")
    assert deaths["suppression"] == "suppressed (1 to 9)"
    assert found["ed_visits"]["strata"] == ["sex", "age", "race_ethnicity", "intent"]
    assert found["hospitalizations"]["sources"] == ["user_coroner"]
    assert (found["svi"]["period_kinds"], found["svi"]["newest_period_end"]) == ([], None)
    assert found["urban_rural"]["categories"]["6"] == "noncore"


def test_sources_say_of_which_day_they_are(client):
    found = {entry["source"]: entry for entry in client.ask("/api/v1/sources").json()["sources"]}
    assert set(found) == {cells["source"] for cells in ROWS}
    county = found["vsrr_county"]
    assert (county["as_of"], county["through"], county["quarantined"]) == ("2025-07-16", "2024-12-31", 0)
    assert county["schedule"] == catalog.SOURCES["vsrr_county"].schedule
    assert found["user_coroner"]["citation"] == "A coroner's own counts."


def test_places_are_narrowed_by_kind_and_state(client):
    def codes(query):
        return [entry["place"] for entry in client.ask(f"/api/v1/places?{query}").json()["places"]]

    assert len(codes("kind=county&state=39")) == 88
    assert codes("kind=state&state=39") == ["39"]
    assert codes("state=36")[:1] == ["36"] and {"NYC", "NY-REST"} < set(codes("state=36"))
    assert codes("kind=cbp_area") == ["EL PASO FIELD OFFICE"]
    connecticut = client.ask("/api/v1/places?kind=county&state=09").json()["places"]
    assert {tuple(place["geographies"]) for place in connecticut} == {("2016",), ("2022",)}
    assert all(place["note"] for place in connecticut)


ALLOWED = {
    "indicator": f"one of {', '.join(catalog.served_in('public'))}",
    "drug": f"one of {', '.join(catalog.DRUGS)}",
    "level": "one of nation, state, reporting_area, county, cbp_component, cbp_area",
    "place": "US, a 2-digit state or a 5-digit county FIPS code, or up to 300 with commas between",
    "state": "a 2-digit state FIPS code",
    "area": "the name of a CBP area",
    "kind": f"one of {', '.join(PERIOD_KINDS)}",
    "source": f"one of {', '.join(catalog.SOURCES)}, or a partner's own that starts user_",
    "period": "a month such as 2024-12, or a last day such as 2024-12-28",
    "since": "a month such as 2024-01",
    **dict.fromkeys(STRATA, "any, all or a word the extract uses, of at most 80 characters"),
    "status": "one of ok, predicted, provisional, unreliable, suppressed, withheld, not_reported, "
    "not_participating, missing",
    "as_of": "a day such as 2025-07-16",
    "format": "one of json, csv, parquet",
    "limit": "a whole number from 1 to 10,000",
    "cursor": "the cursor of an answer's next address",
}
WRONG = [
    ("indicator", "death"),
    ("indicator", ""),
    ("drug", "fentanyls"),
    ("level", "city"),
    ("place", "99999"),
    ("place", "39061,"),
    (
        "place",
        ",".join(list(places())[: MOST_PLACES + 1]),
    ),
    ("state", "39061"),
    ("state", "XX"),
    ("area", ""),
    ("area", "x" * 81),
    ("kind", "12 month-ending"),
    ("source", "user_"),
    ("period", "2024"),
    ("period", "2024-13"),
    ("period", "2023-02-29"),
    ("since", "2024-12-31"),
    ("sex", "\u0000"),
    ("age", "25\n34"),
    ("race_ethnicity", "x" * 81),
    ("intent", ""),
    ("status", "zero"),
    ("as_of", "2025-02-30"),
    ("as_of", "2025-07"),
    ("as_of", "1025-07-16"),
    ("format", "xlsx"),
    ("limit", "0"),
    ("limit", "10001"),
    ("limit", "-1"),
    ("limit", "1e3"),
    ("limit", "٣"),
    ("cursor", "1"),
    ("cursor", "v.-1"),
]


def test_every_parameter_has_its_wrong_values():
    assert {name for name, _ in WRONG} == set(ALLOWED) == set(ObservationsQuery.model_fields)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_answered_with_the_allowed_form(client, name, value):
    query = urlencode({"indicator": "deaths"} | {name: value})
    # The whole message is known, so what was sent is not in it.
    refused(client.ask(f"/api/v1/observations?{query}"), 422, name, f"{name} must be {ALLOWED[name]}")


@pytest.mark.parametrize(
    ("query", "status", "parameter", "message"),
    [
        ("", 422, "indicator", f"indicator is required; it must be {ALLOWED['indicator']}"),
        ("indicator=deaths&color=1", 400, None, "A parameter is not known at this address; leave it out."),
        ("indicator=deaths&indicator=deaths", 400, "indicator", "indicator must be given once"),
        ("indicator=deaths&zzz=1&zzz=2", 400, None, "a parameter must be given once"),
        ("indicator=deaths&sex=%ff", 400, None, None),
        ("indicator=deaths&sex=%c0%80", 400, None, None),
        ("indicator=deaths&sex=%ed%a0%80", 400, None, None),
        ("indicator=deaths&" + "&".join(f"p{number}=1" for number in range(60)), 400, None, None),
        ("indicator=deaths&area=" + "x" * LONGEST_QUERY, 400, None, None),
        ("indicator=deaths&since=2024-12&period=2024-01", 422, "since", "since must not be after period"),
        (
            "indicator=deaths&format=csv&limit=5",
            422,
            "limit",
            "limit must be left out of a csv download, which is whole",
        ),
        (
            "indicator=deaths&format=parquet&cursor=v.1",
            422,
            "cursor",
            "cursor must be left out of a parquet download, which is whole",
        ),
    ],
)
def test_a_query_that_cannot_be_taken_one_way_is_refused(client, query, status, parameter, message):
    refused(client.ask(f"/api/v1/observations?{query}"), status, parameter, message)


@pytest.mark.parametrize(
    ("path", "parameter"),
    [("indicators?x=1", None), ("sources?indicator=deaths", None), ("places?place=39", None)],
)
def test_parameters_of_another_address_are_refused(client, path, parameter):
    refused(client.ask(f"/api/v1/{path}"), 400, parameter)


def test_places_names_its_own_allowed_forms(client):
    refused(client.ask("/api/v1/places?kind=week"), 422, "kind", f"kind must be {ALLOWED['level']}")
    refused(client.ask("/api/v1/places?state=3"), 422, "state", f"state must be {ALLOWED['state']}")


HOSTILE = [
    "' OR 1=1 --",
    "deaths'; DROP TABLE observations; --",
    "$indicator",
    "{sentence}",
    "<script>alert(1)</script>",
    "../../../etc/passwd",
    '=HYPERLINK("http://x")',
    "read_text('/etc/hostname')",
    "\r\nSet-Cookie: a=b",
    "\u202eexe.vsc",
    "\ufeff",
    "x" * 3_000,
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", [*ObservationsQuery.model_fields, "unknown"])
def test_hostile_words_find_nothing(client, name, hostile):
    query = urlencode({"indicator": "deaths"} | {name: hostile})
    for form in ("json", "csv"):
        beside = "" if name == "format" else f"&format={form}"
        answer = client.ask(f"/api/v1/observations?{query}{beside}")
        free = name in (*STRATA, "area") and len(hostile) < 80 and "\n" not in hostile
        assert answer.status_code == (200 if free else 400 if name == "unknown" else 422)
        assert not any(hostile in value for value in answer.headers.values())
        if not free:
            assert hostile not in answer.text
        elif form == "csv":
            assert comments_and_rows(answer.text)[1] == []
        else:
            assert answer.json()["count"] == 0


@given(
    name=st.sampled_from([*ObservationsQuery.model_fields, ""]) | st.text(max_size=10),
    value=st.binary(max_size=40) | st.text(max_size=90).map(lambda text: text.encode(errors="replace")),
)
@settings(max_examples=examples(60, 1_500), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_fails_the_server(client, name, value):
    answer = client.ask(
        f"/api/v1/observations?indicator=deaths&{quote(name, errors='replace')}={quote(value)}"
    )
    assert answer.status_code in (200, 400, 409, 422)
    if answer.status_code != 200:
        assert set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/indicators", "/api/v1/sources/"]
)
def test_addresses_that_are_not_there_are_not_found(client, path):
    refused(client.ask(path), 404)
    assert client.ask(path, "HEAD").status_code == 404


def test_the_apps_own_pages_are_still_answered(client):
    assert client.ask("/apix").text == '"the app\'s page"'


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["indicators", "observations?indicator=deaths", "openapi.json"])
def test_the_api_can_only_be_read(client, method, path):
    answer = client.ask(f"/api/v1/{path}", method)
    refused(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD"


ADDRESSES = [
    "indicators",
    "sources",
    "places",
    "openapi.json",
    "observations?indicator=deaths",
    "observations?indicator=deaths&format=csv",
    "observations?indicator=deaths&format=parquet",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_that_is_known_is_not_sent_again(client, path):
    answer = client.ask(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    tag = answer.headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.ask(f"/api/v1/{path}", **{"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.ask(f"/api/v1/{path}", **{"If-None-Match": 'W/"other"'}).status_code == 200
    head = client.ask(f"/api/v1/{path}", "HEAD")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-type"] == answer.headers["content-type"]


def test_a_new_version_has_a_new_tag(tmp_path):
    client = Client(publish(tmp_path / "extracts", ROWS))
    before = client.ask("/api/v1/sources").headers["etag"]
    publish(tmp_path / "extracts", ROWS)
    assert client.ask("/api/v1/sources", **{"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path != "openapi.json"])
def test_without_an_extract_the_api_says_so(tmp_path, path):
    answer = Client(tmp_path / "nothing").ask(f"/api/v1/{path}")
    refused(answer, 503)
    assert answer.headers["retry-after"] == "60"
    assert "nothing" not in answer.text


def test_a_fault_is_not_shown(client, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("secret")

    monkeypatch.setattr(queries, "matching", fail)
    answer = client.ask("/api/v1/observations?indicator=deaths")
    refused(answer, 500)
    assert "secret" not in answer.text


def test_a_slow_answer_holds_up_nobody(extracts, monkeypatch):
    other_answered = threading.Event()
    find = queries.matching

    def slowly(*arguments):
        assert other_answered.wait(10)
        return find(*arguments)

    monkeypatch.setattr(queries, "matching", slowly)

    async def both():
        transport = httpx.ASGITransport(server_of(extracts))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:

            async def slow():
                path = "/api/v1/observations?indicator=deaths&format=csv"
                assert (await client.get(path)).status_code == 200

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(slow)
                assert (await client.get("/api/v1/sources")).status_code == 200
                other_answered.set()

    with start_blocking_portal() as portal:
        portal.call(both)


# A random extract: few places and periods, so that facts have several vintages and releases overlap.


@st.composite
def observations(draw):
    known = draw(st.booleans())
    number = st.none() | st.floats(0, 1e9, allow_subnormal=False) | st.integers(0, 10**6).map(float)
    source = draw(st.sampled_from(["vsrr_county", "vsrr_state", "nflis_query"]))
    return row(
        draw(st.floats(0, 1e9, allow_subnormal=False) | st.integers(0, 999).map(float)) if known else None,
        draw(st.sampled_from(["39061", "39009", "01003", "39", "US"])),
        status=draw(
            st.sampled_from(["ok", "predicted", "provisional"] if known else ["suppressed", "missing"])
        ),
        source=source,
        drug=draw(st.sampled_from(["all", "heroin"])),
        end=draw(st.sampled_from(["2023-12-31", "2024-12-31"])),
        start="2023-01-01",
        as_of=draw(st.sampled_from(["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"])),
        sex=draw(st.sampled_from(["all", "female"])),
        age=draw(st.sampled_from(["all", "25-34"])),
        note=draw(st.sampled_from(["", 'a "quoted", note', "line\nbreak", "Doña Ana", "=1+1", "# hash"])),
        **{name: draw(number) for name in ("lower", "upper", "numerator", "denominator")},
    )


def fact(cells):
    names = [
        name
        for name in COLUMNS
        if name not in ("value", "lower", "upper", "numerator", "denominator", "note")
    ]
    modeled = [cells["status"] == "predicted" if name == "status" else cells[name] for name in names]
    return json.dumps(modeled, default=str)


# Every example publishes an extract, so a failing one is told as it was found.
RANDOM = settings(
    max_examples=examples(6, 120),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told(extracts, query):
    """The same answer in three forms, each as rows of Python values."""
    client = Client(extracts)
    tabled = table_of(client.ask(f"/api/v1/observations?{query}&format=parquet").content).to_pylist()
    _, cells = comments_and_rows(client.ask(f"/api/v1/observations?{query}&format=csv").text)
    return client.observations(f"{query}&limit=3"), cells, tabled


@given(rows=st.lists(observations(), min_size=1, max_size=25, unique_by=fact))
@RANDOM
def test_all_forms_give_exactly_what_the_extract_holds(rows, tmp_path_factory):
    extracts = publish(tmp_path_factory.mktemp("random"), rows)
    held = parquet.read_table(extracts / "current" / "observations.parquet").to_pylist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "ROWS_AT_ONCE", 4)
        parts, cells, tabled = told(extracts, "indicator=deaths&sex=any&age=any")
    assert tabled == held
    dates = ("period_start", "period_end", "as_of")
    assert [{**part, **{name: day(part[name]) for name in dates}} for part in parts] == held
    numbers = ("value", "lower", "upper", "numerator", "denominator")
    read_back = [
        {
            **row_of,
            **{name: day(row_of[name]) for name in dates},
            **{name: float(row_of[name]) if row_of[name] else None for name in numbers},
        }
        for row_of in cells
    ]
    assert read_back == held


@given(rows=st.lists(observations(), min_size=1, max_size=40, unique_by=fact))
@RANDOM
def test_an_earlier_day_is_answered_by_the_rule_of_vintages(rows, tmp_path_factory):
    extracts = publish(tmp_path_factory.mktemp("random"), rows)
    everything = reading.read_observations(extracts / "current")
    client = Client(extracts)
    for known_on in ("2025-01-30", "2025-01-31", "2025-03-15", "2025-12-31"):
        expected = vintages.as_of(everything, day(known_on))
        found = client.observations(f"indicator=deaths&sex=any&age=any&as_of={known_on}&limit=7")
        keys = ["source", "drug", "place", "period_end", "sex", "age", "status", "as_of"]
        texts = expected[keys].astype(str).itertuples(index=False, name=None)
        assert sorted(tuple(cells[name] for name in keys) for cells in found) == sorted(texts)
        assert values(found) == values(
            expected.astype(object).where(expected.notna(), None).to_dict("records")
        )


def test_a_withdrawn_fact_is_not_told_again(tmp_path):
    counties = ["39001", "39003", "39005", "39007", "39009"]
    older = [row(number, place, as_of="2025-01-31") for number, place in enumerate(counties, start=10)]
    # Four of five are a whole release, by which the fifth is withdrawn.
    newer = [row(number, place, as_of="2025-02-28") for number, place in enumerate(counties[:4], start=20)]
    client = Client(publish(tmp_path / "extracts", older + newer))
    assert values(client.observations("indicator=deaths")) == [20, 21, 22, 23]
    assert values(client.observations("indicator=deaths&as_of=2025-02-28")) == [20, 21, 22, 23]
    assert values(client.observations("indicator=deaths&as_of=2025-02-27")) == [10, 11, 12, 13, 14]
    assert values(client.observations("indicator=deaths&as_of=2025-02-28&place=39009")) == []
