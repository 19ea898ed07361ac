"""Connections end now and then, and their last answer is whole."""

import pytest
from serving_apps import one_route, send

from server.connection_recycling import ANSWERS, ConnectionRecyclingMiddleware

pytestmark = pytest.mark.process

TIMES = 40 * ANSWERS


@pytest.fixture(scope="module")
def server():
    made = one_route(lambda rest: f"about {rest}")
    made.add_middleware(ConnectionRecyclingMiddleware)
    return made


def test_some_answers_are_the_last_of_their_connection(server):
    answers = [send(server, "/places") for _ in range(TIMES)]
    assert {answer.json() for answer in answers} == {"about places"}
    closed = [answer.headers.get("connection") for answer in answers]
    assert set(closed) == {"close", None}
    # 40 are expected; fewer than 15 or more than 75 happen in less than one run of a hundred thousand.
    assert 15 <= closed.count("close") <= 75
