"""`python -m data show`: what is asked for, today or as of a day, and what may be asked."""

import io

import pandas as pd
import pytest
from agency_files import COUNTY, STATE
from publishing import publish

from data.cli.show import BadQuestion, matching
from data.extract.reading import open_extract, read_observations
from model.observations import COLUMNS

pytestmark = pytest.mark.extract


def printed(result):
    assert result.exit_code == 0, result.stderr
    return pd.read_csv(io.StringIO(result.stdout), dtype={"place": str}, keep_default_na=False)


@pytest.fixture
def revised(files, tmp_path):
    """Ten counties as of January, nine of them and a revision as of August, one more as of September."""
    extracts = tmp_path / "x"
    places = [39001 + 2 * number for number in range(10)]
    newer = [(places[0], 55), *((place, 40) for place in places[1:9])]
    releases = {
        "01/14/2026": [(place, 40) for place in places],
        "08/09/2026": newer,
        "09/09/2026": [(places[0], 57)],
    }
    for day in ("08/09/2026", "01/14/2026", "09/09/2026"):
        rows = [
            {"fips": place, "provisional_drug_overdose_deaths": count, "data_as_of": day}
            for place, count in releases[day]
        ]
        folder = files(a=COUNTY.text(*rows))
        publish(folder, extracts)
    return extracts


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-01-13", [], []),
        ("2026-01-14", [40], [40]),
        ("2026-08-08", [40], [40]),
        ("2026-08-09", [55], []),
        ("2026-09-09", [57], []),
        (None, [57], []),
    ],
)
def test_as_of_a_day_each_fact_is_its_newest_vintage_by_then(command, revised, day, first, last):
    # The last county is not in the release of August: withdrawn, and only from then on.
    on = ["--as-of", day] if day else []
    for place, values in (("39001", first), ("39019", last)):
        result = command("show", "--indicator", "deaths", "--place", place, *on, "--extracts", revised)
        assert [float(value) for value in printed(result)["value"]] == values


def test_as_of_today_is_what_is_shown_without_a_day(published):
    for question in (("deaths", None, None, None), ("population", None, "39", "2024-12")):
        now = matching(published, *question)
        then = matching(published, *question, as_of="2099-12-31")
        assert len(now) > 0
        pd.testing.assert_frame_equal(now, then)


def test_it_is_in_the_columns_of_the_contract(published):
    found = matching(published, "deaths")
    assert tuple(found.columns) == COLUMNS
    assert dict(found.dtypes) == dict(read_observations(open_extract(published).folder).dtypes)


@pytest.mark.parametrize(
    ("asked", "column", "words"),
    [
        ({"status": "predicted"}, "status", {"predicted"}),
        ({"status": "suppressed"}, "status", {"suppressed"}),
        ({"source": "vsrr_state"}, "source", {"vsrr_state"}),
        ({"period_kind": "12-month-ending"}, "period_kind", {"12-month-ending"}),
        ({"drug": "all"}, "drug", {"all"}),
        ({"place": "39061"}, "place", {"39061"}),
    ],
)
@pytest.mark.parametrize("as_of", [None, "2099-01-01"])
def test_each_word_narrows(published, asked, column, words, as_of):
    whole = matching(published, "deaths", as_of=as_of)
    found = matching(published, "deaths", as_of=as_of, **asked)
    assert set(found[column]) == words
    assert len(found) == whole[column].isin(words).sum()


def test_the_command_line_passes_every_word(command, published):
    asked = {
        "source": "vsrr_state",
        "status": "predicted",
        "period-kind": "12-month-ending",
        "period": "2023-12",
    }
    options = [text for name, word in asked.items() for text in (f"--{name}", word)]
    rows = printed(
        command("show", "--indicator", "deaths", *options, "--place", "39", "--extracts", published)
    )
    assert rows["value"].tolist() == [4005.0]


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({"status": "hidden"}, "Unknown status 'hidden'. Allowed: ok, predicted, provisional"),
        ({"source": "cdc"}, "Unknown source 'cdc'. Allowed: cbp_air_marine, cbp_nationwide"),
        ({"period_kind": "monthly"}, "Unknown period kind 'monthly'. Allowed: day, week, month"),
        ({"drug": "crack"}, "Unknown drug 'crack'. Allowed: all, opioids"),
        ({"period": "2024"}, "Period '2024' is not a month. Write it as 2024-12."),
        ({"as_of": "08/09/2026"}, "As of '08/09/2026' is not a day. Write it as 2026-11-22."),
        ({"as_of": ""}, "As of '' is not a day."),
    ],
)
def test_a_bad_question_is_answered_with_the_allowed_words(published, asked, allowed):
    with pytest.raises(BadQuestion) as raised:
        matching(published, "deaths", **asked)
    assert str(raised.value).startswith(allowed)


def test_a_bad_day_on_the_command_line_is_no_traceback(command, published):
    result = command("show", "--indicator", "deaths", "--as-of", "yesterday", "--extracts", published)
    assert result.exit_code == 1
    assert "Write it as 2026-11-22." in result.stderr


def test_nothing_that_matches_is_said(command, published):
    result = command("show", "--indicator", "deaths", "--as-of", "1999-01-01", "--extracts", published)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [",".join(COLUMNS)]
    assert "No observation matches." in result.stderr


def test_states_of_one_file_and_counties_of_another_withdraw_nothing_of_each_other(files, tmp_path):
    for day, text in (("2026-01-01", STATE.text({})), ("2026-02-01", COUNTY.text({}))):
        folder = files(a=text)
        publish(folder, tmp_path / "x", pd.Timestamp(day).date())
    assert set(matching(tmp_path / "x", "deaths", as_of="2026-12-31")["place"]) == {"39", "01003"}
