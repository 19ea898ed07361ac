"""`python -m data revisions`: by how much figures of each age moved."""

import io
from datetime import date

import pandas as pd
import pytest
from agency_files import STATE
from county_releases import WITHHELD, publish_releases
from publishing import publish

pytestmark = pytest.mark.extract

JUNE, SEPTEMBER = date(2024, 6, 30), date(2024, 9, 30)
ALLEN, ADAMS, ASHLAND = "39003", "39001", "39005"
RELEASES = {
    date(2024, 11, 3): {(ALLEN, JUNE): 100, (ADAMS, JUNE): 20, (ASHLAND, JUNE): WITHHELD},
    date(2025, 2, 2): {
        **{(ALLEN, JUNE): 108, (ADAMS, JUNE): 20, (ASHLAND, JUNE): 10},
        **{(ALLEN, SEPTEMBER): 90, (ADAMS, SEPTEMBER): 12, (ASHLAND, SEPTEMBER): 0},
    },
    date(2025, 5, 4): {
        **{(ALLEN, JUNE): 110, (ADAMS, JUNE): 19, (ASHLAND, JUNE): 10},
        **{(ALLEN, SEPTEMBER): 99, (ADAMS, SEPTEMBER): WITHHELD, (ASHLAND, SEPTEMBER): 0},
    },
}


@pytest.fixture(scope="module")
def extracts(tmp_path_factory):
    return publish_releases(tmp_path_factory.mktemp("releases"), RELEASES)


def test_figures_of_each_age_are_compared_with_the_newest_release(command, extracts):
    answer = command("revisions", "--csv", "--extracts", extracts)
    assert answer.exit_code == 0, answer.stderr
    rows = pd.read_csv(io.StringIO(answer.stdout)).set_index("age_months")
    assert rows.index.tolist() == [5, 8]
    five, eight = rows.loc[5], rows.loc[8]
    # At five months: 100 → 110, 20 → 19, 90 → 99 and 0 → 0; withheld → 10, and 12 → withheld.
    assert five["figures"] == 4
    assert five["difference_median"] == 4.5 and five["percent_median"] == 10
    assert (five["rose_percent"], five["fell_percent"], five["stayed_percent"]) == (50, 25, 25)
    assert (five["became_withheld"], five["became_released"]) == (1, 1)
    # At eight: 108 → 110, 20 → 19, 10 → 10.
    assert eight["figures"] == 3 and eight["difference_median"] == 0
    assert (eight["became_withheld"], eight["became_released"]) == (0, 0)


def test_the_table_says_which_releases_were_compared_and_is_not_cut(command, extracts):
    answer = command("revisions", "--extracts", extracts)
    assert answer.exit_code == 0
    assert "3 releases of vsrr_county, 2024-11-03 to 2025-05-04." in answer.stderr
    assert "Change %, 10th percentile" in answer.stdout and "Became released" in answer.stdout


def test_one_release_is_said_to_be_one(command, files, tmp_path):
    publish(files(states=STATE.text({})), tmp_path / "x", date(2025, 5, 14))
    one = command("revisions", "--source", "vsrr_state", "--extracts", tmp_path / "x")
    assert one.exit_code == 0 and one.stdout == ""
    assert "holds 1 release of vsrr_state, of 2025-05-14: a second one is needed" in one.stderr
    none = command("revisions", "--extracts", tmp_path / "x")
    assert none.exit_code == 1
    assert "holds no release of vsrr_county" in none.stderr


def test_revisions_of_states_leave_out_predictions(command, files, tmp_path):
    for day, count in ((date(2025, 4, 16), "3000"), (date(2025, 5, 14), "3030")):
        text = STATE.text({"data_value": count, "predicted_value": "3100"})
        publish(files(states=text), tmp_path / "x", day)
    answer = command("revisions", "--source", "vsrr_state", "--csv", "--extracts", tmp_path / "x")
    rows = pd.read_csv(io.StringIO(answer.stdout))
    assert rows[["age_months", "figures", "percent_median"]].to_numpy().tolist() == [[4, 1, 1.0]]


def test_another_source_is_refused_by_name(command, extracts):
    answer = command("revisions", "--source", "nflis_query", "--extracts", extracts)
    assert answer.exit_code == 1 and "There are those of vsrr_county, vsrr_state." in answer.stderr
