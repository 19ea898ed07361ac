"""The description of an extract for others: valid by its standard, and true of the files beside it."""

import hashlib
import json

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet
import pytest
from agency_files import ONE_ROW, simulated
from frictionless import Package
from publishing import publish

from data.extract.reading import MANIFEST, TABLES, open_extract
from data.extract.writing import same_content, write_version
from model import catalog, observation_schema, observations


@pytest.fixture(scope="module")
def folder(small_extract):
    return open_extract(small_extract).folder


@pytest.fixture(scope="module")
def described(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def resource(described, name):
    return next(entry for entry in described["resources"] if entry["name"] == name)


def fields(described, name):
    return {field["name"]: field for field in resource(described, name)["schema"]["fields"]}


def test_it_is_valid_by_the_standard(described):
    assert Package.validate_descriptor(described).flatten(["type", "note"]) == []


def test_every_row_of_every_table_is_valid(folder):
    small = Package(str(folder / "datapackage.json"))
    # A table of thousands of rows takes the library minutes, and its columns are those of the small ones.
    names = [
        entry.name for entry in small.resources if parquet.read_metadata(folder / entry.path).num_rows < 400
    ]
    assert {"coverage", "sources", "events", "files", "checks"} <= set(names)
    for name in names:
        if name == "classes":
            continue  # The library reads lists of numbers from JSON only; the types are compared below.
        entry = small.get_resource(name)
        # The library counts no bytes of Parquet files; a test below does.
        entry.bytes = None
        report = entry.validate()
        assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == [], name


TYPES = {
    "string": pyarrow.string(),
    "number": pyarrow.float64(),
    "integer": pyarrow.int64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "array": pyarrow.list_(pyarrow.float64()),
}


@pytest.mark.parametrize("table", TABLES)
def test_fields_are_the_columns_of_the_file(folder, described, table):
    columns = parquet.read_schema(folder / f"{table}.parquet")
    declared = resource(described, table)["schema"]["fields"]
    assert [field["name"] for field in declared] == columns.names
    # The reader names a list's items; what they are is what counts.
    found = [
        pyarrow.list_(kind.value_type) if pyarrow.types.is_list(kind) else kind for kind in columns.types
    ]
    assert [TYPES[field["type"]] for field in declared] == found
    assert all(field["description"].endswith(".") for field in declared)


@pytest.mark.parametrize("table", TABLES)
def test_bytes_and_checksums_are_those_of_the_files(folder, described, table):
    entry = resource(described, table)
    content = (folder / entry["path"]).read_bytes()
    assert entry["bytes"] == len(content)
    assert entry["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert (entry["format"], entry["mediatype"]) == ("parquet", "application/vnd.apache.parquet")


@pytest.mark.parametrize("table", TABLES)
def test_required_fields_have_no_null_and_legal_words_are_all_there_is(folder, described, table):
    rows = parquet.read_table(folder / f"{table}.parquet").to_pandas()
    for name, field in fields(described, table).items():
        constraints = field["constraints"]
        assert not (constraints["required"] and rows[name].isna().any()), name
        assert set(rows[name].dropna()) <= set(constraints["enum"]) if "enum" in constraints else True, name


def test_the_description_itself_is_checksummed(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    content = (folder / "datapackage.json").read_bytes()
    assert manifest["sha256"]["datapackage.json"] == hashlib.sha256(content).hexdigest()


def test_legal_words_are_those_of_the_contract(described):
    declared = fields(described, "observations")
    words = {
        "status": (*observations.KNOWN_STATUSES, *observations.ABSENT_STATUSES),
        "period_kind": observations.PERIOD_KINDS,
        "place_kind": observations.PLACE_KINDS,
        "basis": observations.BASES,
        "indicator": catalog.INDICATORS,
        "drug": catalog.DRUGS,
    }
    for name, legal in words.items():
        assert declared[name]["constraints"]["enum"] == list(legal)
    assert set(declared) == set(observations.COLUMNS)


def test_sources_are_named_with_their_addresses_and_the_license(described, folder):
    titles = {source["title"]: source.get("path") for source in described["sources"]}
    vsrr = "CDC/NCHS. VSRR Provisional Drug Overdose Death Counts"
    assert titles[vsrr] == "https://data.cdc.gov/d/xkb8-kh2a"
    assert len(titles) == parquet.read_metadata(folder / "sources.parquet").num_rows
    assert "public domain" in described["licenses"][0]["title"]
    assert "owner" in described["licenses"][0]["title"]


@pytest.mark.parametrize(("change", "said"), [(str, False), (simulated, True)], ids=["real", "simulated"])
def test_it_says_whether_figures_are_simulated(files, tmp_path, change, said):
    folder = files(a=change(ONE_ROW["vsrr_county"]))
    published = publish(folder, tmp_path / "x")
    described = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert described["simulated"] is said
    assert ("Simulated" in described["description"]) is said
    assert ("simulated" in described["title"]) is said


def test_when_it_was_written_does_not_make_the_content_another(folder, tmp_path):
    tables = {name: parquet.read_table(folder / f"{name}.parquet").to_pandas() for name in TABLES}
    # From pandas a list column comes as arrays, which the writer takes back.
    one, other = (write_version(tmp_path, tables, simulated=False) for _ in range(2))
    texts = {(version / "datapackage.json").read_text() for version in (one, other)}
    created = [json.loads(text) for text in texts]
    assert same_content(one, other)
    assert pd.to_datetime([entry["created"] for entry in created]).notna().all()


def test_every_table_is_described():
    assert set(observation_schema.ARROW_SCHEMAS) == set(TABLES)
