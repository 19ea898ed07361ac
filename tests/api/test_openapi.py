"""The API's description is current, and the API behaves as it is described."""

import json

import pytest
import schemathesis
import typer
from api_client import publish, server_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis_profiles import examples
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance
from test_api import ROWS
from typer.testing import CliRunner

from api.__main__ import WRITTEN, described, main
from api.answers import ObservationAnswer
from api.parameters import observations_query
from model.observations import COLUMNS
from model.settings import PROJECT

pytestmark = pytest.mark.extract

ObservationsQuery = observations_query("public")


def test_the_written_description_is_current():
    assert WRITTEN.read_text(encoding="utf-8") == described(), "run `python -m api`"


def test_the_command_tells_a_stale_description(tmp_path):
    command = typer.Typer()
    command.command()(main)
    path = tmp_path / "openapi.json"
    run = CliRunner().invoke
    assert run(command, ["--check", "--path", str(path)]).exit_code == 1
    assert run(command, ["--path", str(path)]).exit_code == 0
    assert run(command, ["--check", "--path", str(path)]).exit_code == 0


def test_an_observation_has_the_columns_of_the_contract():
    assert tuple(ObservationAnswer.model_fields) == COLUMNS
    assert set(ObservationsQuery.parts) == set(ObservationsQuery.model_fields)


def test_every_parameter_and_status_is_explained():
    written = (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in json.loads(described())["paths"]:
        assert f"/api{path}" in written
    for name in ObservationsQuery.parts:
        assert f"`{name}`" in written
    for status in (200, 304, 400, 404, 405, 409, 422, 500, 503):
        assert f"| {status} |" in written


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    server = server_of(publish(tmp_path_factory.mktemp("described") / "extracts", ROWS))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", server)


def without_cursor(case):
    """The same request without a cursor: one that was made up is refused before anything else is."""
    if ObservationsQuery.parts["cursor"].parse(str((case.query or {}).get("cursor"))):
        del case.query["cursor"]
    return case


def refused_for_more_than_its_form(case):
    """Whether a request of the described form names a place, day or pair that is not allowed."""
    try:
        ObservationsQuery.model_validate(case.query)
    except ValueError:
        return True
    return ObservationsQuery.model_validate(case.query).conflict() is not None


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/v1/indicators", GenerationMode.POSITIVE),
        ("/v1/sources", GenerationMode.POSITIVE),
        ("/v1/places", GenerationMode.POSITIVE),
        ("/v1/places", GenerationMode.NEGATIVE),
        ("/v1/observations", GenerationMode.POSITIVE),
        ("/v1/observations", GenerationMode.NEGATIVE),
    ],
)
def test_the_api_behaves_as_described(api, path, mode):
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples(15, 400),
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def behaves(case):
        narrower = path == "/v1/observations" and refused_for_more_than_its_form(without_cursor(case))
        case.call_and_validate(excluded_checks=[positive_data_acceptance] if narrower else None)

    behaves()


@pytest.mark.parametrize("path", ["/v1/indicators", "/v1/sources", "/v1/places", "/v1/observations"])
def test_the_limits_of_the_description_are_those_of_the_api(api, path):
    """Smallest, largest and just too large values, missing and repeated parameters, other methods."""
    operation = api[path]["GET"]
    cases = api.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=api.config.generation_for(operation=operation),
    )
    for case in cases:
        narrower = path == "/v1/observations" and refused_for_more_than_its_form(without_cursor(case))
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance] if narrower else None)
        # Schemathesis lets pass what could be a matter of serialization; here nothing is.
        query = case.meta.components.get(ParameterLocation.QUERY)
        if query and query.mode.is_negative:
            assert answer.status_code >= 400, case.as_curl_command()
