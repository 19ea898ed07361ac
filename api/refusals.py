"""Answers that refuse: one shape, naming the parameter and the allowed form, repeating nothing sent."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.answers import ErrorAnswer, Refusal
from api.parameters import ObservationsQuery, PlacesQuery
from data.extract.reading import ExtractProblem

log = logging.getLogger(__name__)

LONGEST_QUERY: Final = 4_000
MOST_PARAMETERS: Final = 50
NAMES: Final = {*ObservationsQuery.model_fields, *PlacesQuery.model_fields}
ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        # Read-only, public and without cookies: any page may read it.
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Content-Disposition",
    }
)
NOT_HERE: Final = "There is nothing at this address; /api/v1/openapi.json lists what there is."
NO_EXTRACT: Final = "There is no data to answer from; the one who runs this server has to publish an extract."


class Refused(Exception):
    """A request that is not answered as asked."""

    def __init__(self, status: int, parameter: str | None, message: str) -> None:
        super().__init__(message)
        self.status, self.parameter, self.message = status, parameter, message


def refusal(status: int, parameter: str | None, message: str, **headers: str) -> Response:
    """The answer that refuses."""
    body = ErrorAnswer(error=Refusal(parameter=parameter, message=message)).model_dump_json()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(
        body,
        status,
        {**ALWAYS, "Cache-Control": "no-store", **named},
        media_type="application/json",
    )


async def read_strictly(request: Request) -> None:
    """Refuse a query string that readers could take in two ways.

    Raises
    ------
    Refused
        For one that is too long, is not percent-encoded UTF-8, or gives a parameter twice.
    """
    sent = request.scope["query_string"]
    if len(sent) > LONGEST_QUERY:
        raise Refused(400, None, f"The query must be at most {LONGEST_QUERY:,} characters long.")
    try:
        pairs = parse_qsl(
            sent.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError as error:
        message = f"The query must be percent-encoded UTF-8 of at most {MOST_PARAMETERS} parameters."
        raise Refused(400, None, message) from error
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        parameter = twice if twice in NAMES else None
        raise Refused(400, parameter, f"{parameter or 'a parameter'} must be given once")


async def nothing_here(_request: Request) -> Response:
    """The answer of an address that is not served."""
    return refusal(404, None, NOT_HERE)


def refuse_politely(api: FastAPI) -> None:
    """Give every failure of an app the one shape of an error."""

    @api.exception_handler(Refused)
    async def refused(_request: Request, problem: Refused) -> Response:
        return refusal(problem.status, problem.parameter, problem.message)

    @api.exception_handler(RequestValidationError)
    async def not_valid(_request: Request, problem: RequestValidationError) -> Response:
        return _refused_parameter(problem)

    @api.exception_handler(HTTPException)
    async def not_served(request: Request, problem: HTTPException) -> Response:
        if problem.status_code == 405:
            return refusal(405, None, "The API can only be read, by GET or HEAD.", Allow="GET, HEAD")
        return await nothing_here(request)

    @api.exception_handler(ExtractProblem)
    async def no_extract(_request: Request, problem: ExtractProblem) -> Response:
        log.error("no answer: %s", problem)
        return refusal(503, None, NO_EXTRACT, Retry_After="60")

    @api.exception_handler(Exception)
    async def failed(_request: Request, _problem: Exception) -> Response:
        return refusal(500, None, "The server could not answer; the fault is logged.")


def _refused_parameter(problem: RequestValidationError) -> Response:
    fault = problem.errors()[0]
    name = str(fault["loc"][-1])
    if fault["type"] == "extra_forbidden":
        return refusal(400, None, "A parameter is not known at this address; leave it out.")
    if fault["type"] == "missing":
        return refusal(422, name, f"{name} is required; it must be {ObservationsQuery.parts[name].allowed}")
    return refusal(422, name, str(fault["ctx"]["error"]))
