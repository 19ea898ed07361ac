"""The addresses of the API and how each is answered. `build` makes an app to be mounted at `/api`."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from api.answers import (
    CitedSource,
    DrugAnswer,
    ErrorAnswer,
    IndicatorAnswer,
    IndicatorsAnswer,
    ObservationAnswer,
    ObservationsAnswer,
    PlaceAnswer,
    PlacesAnswer,
    SourceAnswer,
    SourcesAnswer,
)
from api.downloads import CSV_TYPE, PARQUET_TYPE, as_csv, as_parquet
from api.parameters import (
    STATUSES,
    USUAL_ROWS,
    ObservationsQuery,
    Parameters,
    PlacesQuery,
    observations_query,
)
from api.refusals import ALWAYS, Refused, nothing_here, read_strictly, refuse_politely
from model import catalog
from model.build_id import build_id
from model.etags import is_known
from model.observations import STRATA
from model.places import GEOGRAPHIES, changes, in_geography, reported_places
from queries import api as queries
from queries.api import Matching
from queries.store import Reader, Store

PREFIX: Final = "/api/v1"
JSON_TYPE: Final = "application/json"
KEPT: Final = "public, max-age=300"
"""A browser asks again after five minutes, and is told "not modified" until a new version is published."""
SIMULATED: Final = "SIMULATED DATA: these figures are made up and describe nothing real."
NO_ZERO: Final = "An empty value is never zero; its status says why there is none."
DESCRIPTION: Final = (
    "Published overdose figures: deaths, nonfatal visits, seizures, laboratory reports and what responds to "
    "them. Every observation carries a status; suppressed, not reported and missing never mean zero. Answers "
    "never change within a `version`."
)

Body = bytes | Iterator[bytes]


def build(store: Store) -> FastAPI:
    """The API over an extract, without pages of its own."""
    api = FastAPI(
        title="Overdose Response Dashboard API",
        version="1",
        description=DESCRIPTION,
        servers=[{"url": "/api", "description": "This server"}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(read_strictly)],
    )
    refuse_politely(api, observations_query(store.edition))
    _add_words(api, store)
    _add_observations(api, store)
    _add_description(api)
    return api


def attach(server: FastAPI, store: Store) -> None:
    """Serve the API under `/api` of a server, and nothing else there."""
    server.mount("/api", build(store))
    server.add_route("/api", nothing_here, methods=["GET", "HEAD"])


def document(api: FastAPI) -> str:
    """The OpenAPI file of an app made by `build`."""
    return json.dumps(api.openapi(), indent=1, ensure_ascii=False) + "\n"


def _get(
    api: FastAPI, path: str, answer: Callable[..., Response], model: type[BaseModel], **said: Any
) -> None:
    """Serve an address by GET, described, and by HEAD, which every reader knows without description."""
    responses = {
        200: {"model": model, "description": "The answer.", **said.pop("ok", {})},
        304: {"description": "Nothing has changed since the version named by If-None-Match."},
        400: {
            "model": ErrorAnswer,
            "description": "The query cannot be read, or names an unknown parameter.",
        },
        405: {"model": ErrorAnswer, "description": "The API can only be read."},
        422: {"model": ErrorAnswer, "description": "A parameter is not of its allowed form."},
        503: {"model": ErrorAnswer, "description": "No data is published on this server."},
        **said.pop("responses", {}),
    }
    name = path.rsplit("/", 1)[-1]
    api.add_api_route(path, answer, methods=["GET"], responses=responses, operation_id=name, **said)
    api.add_api_route(path, answer, methods=["HEAD"], include_in_schema=False)


def _add_words(api: FastAPI, store: Store) -> None:
    """What explains the figures: indicators, sources, places."""

    def indicators(request: Request, _query: Annotated[Parameters, Query()]) -> Response:
        reader = store.current()
        return _answered(request, reader, lambda: _json(_indicators(reader, store.edition)))

    def sources(request: Request, _query: Annotated[Parameters, Query()]) -> Response:
        reader = store.current()
        return _answered(request, reader, lambda: _json(_sources(reader)))

    def some_places(request: Request, query: Annotated[PlacesQuery, Query()]) -> Response:
        reader = store.current()
        return _answered(request, reader, lambda: _json(_places(reader, query)))

    _get(api, "/v1/indicators", indicators, IndicatorsAnswer, summary="What is measured")
    _get(api, "/v1/sources", sources, SourcesAnswer, summary="Where the figures come from")
    _get(api, "/v1/places", some_places, PlacesAnswer, summary="Places that figures are given for")


def _add_observations(api: FastAPI, store: Store) -> None:
    def observations(request: Request, query: ObservationsQuery) -> Response:
        conflict = query.conflict()
        if conflict:
            raise Refused(422, *conflict)
        reader = store.current()
        after = _position(reader, query.cursor)
        if query.format == "json":
            return _answered(request, reader, lambda: _json(_observations(reader, query, after)))
        download = as_csv if query.format == "csv" else as_parquet

        def whole() -> Iterator[bytes]:
            found = queries.matching(reader, query.observation_filter())
            return download(queries.observations(reader, found.positions), _facts(reader, query, found))

        media_type = CSV_TYPE if query.format == "csv" else PARQUET_TYPE
        return _answered(request, reader, whole, media_type, _file_name(reader, query))

    text, binary = {"schema": {"type": "string"}}, {"schema": {"type": "string", "format": "binary"}}
    # FastAPI reads the allowed words from the annotation, and each edition has indicators of its own.
    observations.__annotations__["query"] = Annotated[observations_query(store.edition), Query()]
    _get(
        api,
        "/v1/observations",
        observations,
        ObservationsAnswer,
        summary="Figures, in parts of JSON or whole as CSV or Parquet",
        ok={"content": {"text/csv": text, PARQUET_TYPE: binary}},
        responses={
            409: {
                "model": ErrorAnswer,
                "description": "The cursor is of data that has been replaced.",
            }
        },
    )


def _add_description(api: FastAPI) -> None:
    described = document(api)
    digest = hashlib.sha256(described.encode()).hexdigest()[:16]

    async def openapi(request: Request) -> Response:
        return _tagged(request, f'W/"{digest}"', described.encode)

    api.add_api_route("/v1/openapi.json", openapi, methods=["GET", "HEAD"], include_in_schema=False)


def _answered(
    request: Request,
    reader: Reader,
    body: Callable[[], Body],
    media_type: str = JSON_TYPE,
    file_name: str = "",
) -> Response:
    """The body, or word that the one known by the client still holds. It is only made if it is wanted."""
    return _tagged(request, f'W/"{reader.extract.version}.{build_id()}"', body, media_type, file_name)


def _tagged(
    request: Request, tag: str, body: Callable[[], Body], media_type: str = JSON_TYPE, file_name: str = ""
) -> Response:
    headers = {**ALWAYS, "ETag": tag, "Cache-Control": KEPT}
    if file_name:
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return StreamingResponse(iter(()), headers=headers, media_type=media_type)
    content = body()
    if isinstance(content, bytes):
        return Response(content, headers=headers, media_type=media_type)
    return StreamingResponse(content, headers=headers, media_type=media_type)


def _json(answer: BaseModel) -> bytes:
    return answer.model_dump_json().encode()


def _of(reader: Reader) -> dict[str, Any]:
    return {"version": reader.extract.version, "simulated": reader.extract.simulated}


def _indicators(reader: Reader, edition: catalog.Edition) -> IndicatorsAnswer:
    published = reader.once(queries.published)
    found = [_indicator(entry, published.get(entry.id)) for entry in catalog.served_in(edition).values()]
    return IndicatorsAnswer(**_of(reader), indicators=found)


def _indicator(entry: catalog.Indicator, published: Mapping[str, Any] | None) -> IndicatorAnswer:
    here: Mapping[str, Any] = published or {}
    named = {name for words in here.get("broken_down_by") or () for name in words.split(",")}
    cautions = (*entry.cautions, entry.drug_caution, entry.count_caution)
    kept = ("id", "label", "definition", "sector", "unit", "decimals", "adds_over_places", "adds_over_drugs")
    return IndicatorAnswer(
        **{name: getattr(entry, name) for name in (*kept, "comparable", "more_is_worse", "suppression")},
        measures=list(entry.measures),
        denominator=entry.denominator or None,
        cautions=[words for words in cautions if words],
        categories=dict(entry.categories),
        period_kinds=_in_order(entry.period_kinds, here.get("period_kinds", ())),
        drugs=[
            DrugAnswer(id=drug, label=catalog.DRUGS[drug].label)
            for drug in _in_order(catalog.DRUGS, here.get("drugs", ()))
        ],
        place_kinds=_in_order(entry.bases, here.get("place_kinds", ())),
        strata=_in_order(STRATA, named),
        sources=_in_order(catalog.SOURCES, here.get("sources", ())),
        first_period_end=here.get("first_period_end"),
        newest_period_end=here.get("newest_period_end"),
    )


def _in_order(order: Any, found: Any) -> list[str]:
    """Words found, in the catalog's order, with those it does not know behind."""
    return [word for word in order if word in found] + sorted(set(found) - set(order))


def _sources(reader: Reader) -> SourcesAnswer:
    rows = [SourceAnswer.model_validate(row) for row in reader.once(queries.sources)]
    return SourcesAnswer(**_of(reader), sources=rows)


def _places(reader: Reader, query: PlacesQuery) -> PlacesAnswer:
    notes: dict[str, list[str]] = {}
    for change in changes():
        for code in (change.old, change.new):
            if change.note not in notes.setdefault(code, []):
                notes[code].append(change.note)
    found = [
        PlaceAnswer(
            place=code,
            kind=place.kind,
            name=place.name,
            state=place.state,
            geographies=[year for year in GEOGRAPHIES if in_geography(code, year)],
            note=" ".join(notes.get(code, ())),
        )
        for code, place in reported_places().items()
    ]
    found += [
        PlaceAnswer(
            place=row["place"], kind=row["place_kind"], name=row["place"], state=None, geographies=[], note=""
        )
        for row in reader.once(queries.areas)
    ]
    wanted = [
        place for place in found if query.kind in (None, place.kind) and query.state in (None, place.state)
    ]
    return PlacesAnswer(**_of(reader), places=wanted)


def _position(reader: Reader, cursor: str | None) -> int:
    """Position after which an answer goes on; -1 for its start.

    Raises
    ------
    Refused
        If the cursor is of another version, whose positions are not those of this one.
    """
    if cursor is None:
        return -1
    version, position = cursor.split(".")
    if version != reader.extract.version:
        message = "cursor belongs to data that has been replaced; start again without it"
        raise Refused(409, "cursor", message)
    return int(position)


def _observations(reader: Reader, query: ObservationsQuery, after: int) -> ObservationsAnswer:
    found = queries.matching(reader, query.observation_filter())
    limit = query.limit or USUAL_ROWS
    start = int(found.positions.searchsorted(after, side="right"))
    part = found.positions[start : start + limit]
    rows = [row for table in queries.observations(reader, part) for row in table.to_pylist()]
    following = None
    if start + limit < len(found.positions):
        cursor = f"{reader.extract.version}.{part[-1]}"
        following = f"{PREFIX}/observations?{query.address(limit=limit, cursor=cursor)}"
    return ObservationsAnswer(
        **_of(reader),
        query=query.given,
        sources=_cited(reader, found),
        count=len(found.positions),
        next=following,
        observations=[ObservationAnswer.model_validate(row) for row in rows],
    )


def _cited(reader: Reader, found: Matching) -> list[CitedSource]:
    rows = {row["source"]: row for row in reader.once(queries.sources)}
    return [
        CitedSource(
            source=source,
            citation=rows[source]["citation"],
            caution=rows[source]["caution"],
            as_of=day,
            as_of_stated=rows[source]["as_of_stated"],
        )
        for source, day in found.sources.items()
    ]


def _facts(reader: Reader, query: ObservationsQuery, found: Matching) -> dict[str, str]:
    """What a download says of itself."""
    entry = catalog.INDICATORS[query.indicator]
    facts = {"Simulated": SIMULATED} if reader.extract.simulated else {}
    facts |= {
        "Indicator": f"{entry.label} ({entry.unit})",
        "Definition": entry.definition,
        "Query": query.address(),
        "Extract": reader.extract.version,
        "Observations": str(len(found.positions)),
        "Note": " ".join((NO_ZERO, *entry.cautions, entry.drug_caution, entry.count_caution)),
    }
    facts |= {f"Status {status}": catalog.status_words(status, query.indicator) for status in STATUSES}
    for cited in _cited(reader, found):
        day = "figures as of" if cited.as_of_stated else "data through"
        facts[f"Source {cited.source}"] = f"{day} {cited.as_of.isoformat()}. {cited.caution}"
        facts[f"Citation {cited.source}"] = cited.citation
    return facts


def _file_name(reader: Reader, query: ObservationsQuery) -> str:
    """Made of the catalog's own words alone."""
    simulated = "simulated" if reader.extract.simulated else ""
    day = date.fromisoformat(query.as_of).isoformat() if query.as_of else ""
    parts = (simulated, query.indicator, query.drug, query.level, query.state, day, reader.extract.version)
    return "-".join(part for part in parts if part) + f".{query.format}"
