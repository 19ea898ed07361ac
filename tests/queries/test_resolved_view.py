"""What a link's choices come to in an extract."""

from datetime import date

import pytest

from model.view import parse_view
from queries.resolved_view import resolve
from queries.store import Store


@pytest.fixture(scope="module")
def resolved(simulated_extract):
    reader = Store(simulated_extract).current()
    return lambda query: resolve(reader, parse_view(query)[0])


def test_a_source_brings_a_kind_of_period_that_it_reports(resolved):
    found = resolved("source=wonder_county&period=2014-12&level=county")
    assert (found.kind, found.period_end, found.sources["county"]) == (
        "year",
        date(2014, 12, 31),
        "wonder_county",
    )
    assert found.remarks == ()


def test_a_kind_that_is_asked_for_comes_before_the_source(resolved):
    found = resolved("source=wonder_county&kind=12-month-ending")
    assert (found.kind, found.sources["county"]) == ("12-month-ending", "vsrr_county")
    assert found.remarks == ("The link's source has no such figures; another's are shown.",)
