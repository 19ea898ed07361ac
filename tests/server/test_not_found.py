"""What the public edition does not have is answered 404."""

import pytest
from fastapi.routing import APIRoute
from serving_apps import one_route, send

from server.not_found import NotFoundMiddleware, page_test

PAGES = [
    {"path": "/", "path_template": None},
    {"path": "/data", "path_template": None},
    {"path": "/place/US", "path_template": "/place/<code>"},
    {"path": "/slide/none", "path_template": "/slide/<panel>"},
]

CATCH_ALL = "{path:path}"
"""As Dash has it, which answers whatever no other address does."""


@pytest.fixture(scope="module")
def server():
    from fastapi.responses import HTMLResponse

    def page():
        return HTMLResponse("<p>the app's page</p>")

    made = one_route(page, CATCH_ALL)
    made.router.routes.insert(0, APIRoute("/takeaway/deck.html", page, methods=["GET"]))
    made.add_middleware(NotFoundMiddleware, has_page=page_test(PAGES))
    return made


@pytest.mark.parametrize("path", ["/", "/data", "/place/39", "/place/own-1", "/slide/trend"])
def test_a_page_there_is_is_answered(server, path):
    assert send(server, path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/suppression", "/nothing", "/data/more", "/place/99999", "/place", "/slide/"]
)
def test_a_page_nobody_made_or_of_the_partner_edition_is_not_there(server, path):
    assert send(server, path).status_code == 404


def test_a_document_at_an_address_of_its_own_is_no_missing_page(server):
    assert send(server, "/takeaway/deck.html").status_code == 200


@pytest.mark.parametrize("name", ["indicator", "indicator2"])
@pytest.mark.parametrize(
    "value", ["ems_overdoses", "suspected_deaths", "naloxone_kits", "reporting_agencies"]
)
def test_an_indicator_of_the_partner_edition_is_not_there(server, name, value):
    answer = send(server, f"/data?{name}={value}")
    assert answer.status_code == 404
    assert value not in answer.text
    assert send(server, f"/data?{name}=deaths").status_code == 200
