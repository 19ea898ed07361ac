"""Opened extracts are locked down, and the store follows what is published."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest
from agency_files import COUNTY
from publishing import publish

from data.extract.reading import TABLES, ExtractProblem, current_folder, open_extract
from data.extract.writing import rollback as roll_back
from queries import store
from queries.store import Reader, Store

pytestmark = pytest.mark.extract


@pytest.fixture
def reader(published):
    return Reader(open_extract(published))


@pytest.fixture
def counted(files, tmp_path):
    """Publishes a county file whose one count is given."""

    def publish_count(count):
        folder = files(county=COUNTY.text({"provisional_drug_overdose_deaths": count}))
        return publish(folder, tmp_path / "followed")

    return publish_count


ROLLING = "12-month-ending"


SERIES = {"indicator": "deaths", "drug": "all", "period_kind": ROLLING}


def deaths(reader, place="01003"):
    rows = reader.query("series", **SERIES, places=(place,))
    return rows.loc[rows["status"] != "predicted", "value"].tolist()


FORBIDDEN = [
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '{outside}/other.parquet'",
    "SELECT * FROM '{folder}/../../../other.parquet'",
    "SELECT * FROM '{folder}/extract.json'",
    "SELECT * FROM glob('{outside}/*')",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "ATTACH '{outside}/new.db'",
    "ATTACH '{folder}/new.db'",
    "COPY (SELECT 1) TO '{outside}/new.csv'",
    "COPY (SELECT 1) TO '{folder}/new.csv'",
    "COPY (SELECT 1) TO '{folder}/observations.parquet'",
    "EXPORT DATABASE '{folder}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "SET allowed_directories = ['/']",
    "PRAGMA temp_directory = '{outside}'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_but_the_extract_can_be_reached(reader, tmp_path, statement):
    outside = tmp_path / "outside"
    outside.mkdir()
    for other in (outside / "other.parquet", tmp_path / "other.parquet"):
        pd.DataFrame({"secret": [1]}).to_parquet(other)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(duckdb.Error, match=r"(?i)permission|disabled|locked|cannot|not allowed"):
        reader._connection.execute(statement.format(outside=outside, folder=reader.extract.folder))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "text",
    [
        "COPY (SELECT 1 AS x) TO '{folder}/observations.parquet' (USE_TMP_FILE false)",
        "SELECT 1; SELECT 2",
        "CREATE TABLE t (i INTEGER)",
        "SET search_path = 'x'",
        "",
    ],
)
def test_a_question_is_one_select_and_nothing_else(reader, monkeypatch, text):
    folder = reader.extract.folder
    monkeypatch.setattr(store, "_sql", lambda question: text.format(folder=folder))
    with pytest.raises(PermissionError, match="is not one SELECT"):
        reader.query("anything")
    assert open_extract(folder.parent.parent).folder == folder


def test_values_are_bound_and_never_read_as_sql(reader):
    hostile = "x' OR '1'='1"
    assert reader.query("series", indicator="deaths", drug=hostile, period_kind=ROLLING, places=("39",)).empty
    places = (hostile, "39' --")
    assert reader.query("series", indicator="deaths", drug="all", period_kind=ROLLING, places=places).empty


@pytest.mark.parametrize("name", ["it's", "a [1]", "sp ace", "ünï", 'quo"te', "50%"])
def test_an_extract_opens_wherever_it_lies(small_extract, tmp_path, name):
    extracts = shutil.copytree(small_extract, tmp_path / name, symlinks=True)
    assert deaths(Store(extracts).current()) == [55.0, 56.0]


def test_every_table_of_the_extract_is_a_view(reader):
    for table in TABLES:
        assert reader._connection.execute(f"SELECT count(*) FROM {table}").fetchone() is not None


def test_a_connection_is_made_anew_and_locked_down_again(reader, monkeypatch):
    monkeypatch.setattr(store, "QUESTIONS_OF_A_CONNECTION", 3)
    connections = []
    for number in range(7):
        assert reader.fetch("series", **SERIES, places=[f"0100{number}", "01003"]).num_rows > 0
        connections.append(reader._connection)
    assert len(dict.fromkeys(map(id, connections))) == 3
    with pytest.raises(duckdb.Error, match="locked"):
        connections[-1].execute("SET threads = 1")


def test_what_is_being_asked_survives_a_new_connection(reader, monkeypatch):
    monkeypatch.setattr(store, "QUESTIONS_OF_A_CONNECTION", 1)
    places = [f"{state:02}{county:03}" for state in range(1, 57) for county in (1, 3)]
    asked = [{**SERIES, "places": [place, "01003"]} for place in places]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda values: reader.fetch("series", **values).num_rows, asked))
    assert min(found) > 0


def test_no_extract_is_a_problem_with_a_mend(tmp_path):
    with pytest.raises(ExtractProblem) as raised:
        Store(tmp_path / "none").current()
    assert "simulate" in raised.value.mend


def test_a_damaged_first_extract_is_a_problem_and_its_mending_is_noticed(counted, tmp_path):
    counted(10)
    (counted(20) / "observations.parquet").write_bytes(b"")
    followed = Store(tmp_path / "followed")
    with pytest.raises(ExtractProblem):
        followed.current()
    roll_back(tmp_path / "followed")
    assert deaths(followed.current()) == [10]


def test_a_newly_published_version_is_followed_and_a_rollback_too(counted, tmp_path):
    counted(10)
    followed = Store(tmp_path / "followed")
    assert deaths(followed.current()) == [10]
    assert followed.current() is followed.current()
    counted(20)
    assert deaths(followed.current()) == [20]
    roll_back(tmp_path / "followed")
    assert deaths(followed.current()) == [10]


@pytest.mark.parametrize("damage", ["cut", "gone", "unlinked"])
def test_the_last_good_version_is_kept_when_the_newer_is_damaged(counted, tmp_path, damage):
    counted(10)
    followed = Store(tmp_path / "followed")
    followed.current()
    newer = counted(20)
    if damage == "cut":
        (newer / "observations.parquet").write_bytes(b"PAR1")
    elif damage == "gone":
        shutil.rmtree(newer)
    else:
        (tmp_path / "followed" / "current").unlink()
    assert [deaths(followed.current()) for _ in range(3)] == [[10]] * 3
    counted(30)
    assert deaths(followed.current()) == [30]


def test_many_threads_get_right_answers_while_versions_change(counted, tmp_path):
    counted(10)
    followed = Store(tmp_path / "followed")
    answers, stop = [], threading.Event()

    def ask(_):
        # With a pause: the one who publishes needs the core too.
        while not stop.wait(0.01):
            (value,) = deaths(followed.current())
            answers.append(value)

    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask, number) for number in range(4)]
        for count in (20, 30, 40):
            counted(count)
        stop.set()
        for future in asked:
            future.result()
    assert set(answers) <= {10, 20, 30, 40}
    assert deaths(followed.current()) == [40]
    assert followed.current().extract.folder == current_folder(tmp_path / "followed")


def test_many_threads_ask_different_questions_of_one_extract(reader):
    places = ["39061", "39009", "01001", "01003", "US", "39", "01"] * 20
    expected = {place: deaths(reader, place) for place in set(places)}
    reader._memory.clear()
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda place: deaths(reader, place), places))
    assert found == [expected[place] for place in places]
    assert expected["39061"] == [400.0, 401.0]


def asked_for(version, following):
    token = store.requested_version.set(version)
    try:
        return following.current()
    finally:
        store.requested_version.reset(token)


def test_an_older_version_that_is_kept_answers_who_asks_for_it(counted, tmp_path):
    older = counted("21").name
    following = Store(tmp_path / "followed")
    counted("34")
    assert deaths(following.current()) == [34]
    assert deaths(asked_for(older, following)) == [21]
    assert asked_for(older, following) is asked_for(older, following)
    assert deaths(following.current()) == [34]
    assert following.keeps(older)


@pytest.mark.parametrize("version", ["20200101T000000000000-abcdef", "../versions", "/etc", ""])
def test_a_version_that_is_not_kept_gives_the_newest(counted, tmp_path, version):
    counted("21")
    following = Store(tmp_path / "followed")
    assert asked_for(version, following) is following.current()
    assert not following.keeps(version)


def test_an_older_version_that_is_damaged_gives_the_newest(counted, tmp_path):
    older = counted("21")
    counted("34")
    (older / "observations.parquet").write_bytes(b"damaged")
    assert deaths(asked_for(older.name, Store(tmp_path / "followed"))) == [34]


@pytest.mark.parametrize("kind", ["str", object, float, "datetime64[ns]"])
def test_what_a_frame_holds_is_estimated(kind):
    values = {"str": "reported", object: "reported", float: 1.5}.get(kind, pd.Timestamp("2026-01-31"))
    frame = pd.DataFrame({name: pd.Series([values] * 2000, dtype=kind) for name in "abcd"})
    held = frame.memory_usage(index=True, deep=True).sum()
    # Text shared between rows is counted as if it were not: too much is the safe side.
    assert 0.8 * held <= store.bytes_of(frame) <= 5 * held
