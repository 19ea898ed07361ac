"""Mappings that cannot be used, and how they are read."""

import pytest
import yaml
from mapped_tables import DAILY, GOOD, MAPPING, csv_text, daily

from data.mapping import BadMapping, read_mapping


def changed(path, value):
    """`MAPPING` with the field at a dotted path replaced; the object `Ellipsis` takes it out."""
    copied = yaml.safe_load(yaml.safe_dump(MAPPING))
    *above, last = path.split(".")
    part = copied
    for name in above:
        part = part[name]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return yaml.safe_dump(copied)


BAD = [
    ("source.id", "vsrr_state", "source.id: 'vsrr_state' must be user_"),
    ("source.id", "user_A B", "source.id: 'user_A B' must be user_"),
    ("source.agency", ..., "source.agency: is missing"),
    ("source.agency", " ", "source.agency: is empty"),
    ("source.agency", "a\nb", "source.agency: must be one line of text"),
    ("source.page", "javascript:alert(1)", "source.page: must begin with https://"),
    ("source.lag_days", "soon", "source.lag_days: 'soon' is not a whole number"),
    ("source.lag_days", "-1", "source.lag_days: -1 is not between 0 and 3660"),
    ("source.whole_releases", "true", "source: has no field 'whole_releases'; allowed: id, agency"),
    ("color", "red", "has no field 'color'; allowed: source, sheet"),
    ("indicator", "overdoses", "indicator: 'overdoses' is not one of: deaths,"),
    ("indicator", "population", "indicator: 'population' is not one of: deaths,"),
    ("unit", "kg", "unit: 'kg' cannot be made into responses of ems_overdoses; allowed: responses"),
    ("unit", ..., "unit: is missing"),
    ("basis", "home", "basis: 'home' is not one of: residence, occurrence"),
    ("place.key", "county", "place.key: 'county' is not one of: 'fips', 'state_fips'"),
    ("place.column", ..., "place: write either the column of places, or one place under fixed"),
    ("place.state", "39", "place.state: goes with key county_name"),
    ("place", {"key": "county_name", "column": "C"}, "place.state: goes with key county_name"),
    ("place", {"key": "county_name", "column": "C", "state": "99"}, "place.state.fixed: '99' is not a state"),
    ("place", {"key": "fips", "fixed": "39000"}, "place: not a county FIPS code"),
    ("place", {"key": "nation", "column": "C"}, "place: a table of the nation has no other field"),
    ("place", "FIPS", "place: must be fields, each with a name and a value; allowed: key, column"),
    ("period.kind", "fortnight", "period.kind: 'fortnight' is not one of: 'day', 'week'"),
    (
        "period.format",
        ...,
        "period: a period of kind month is declared by column and format, or year and month",
    ),
    ("period.format", "mixed", "period.format: says no year: dates like 03/31/2026 are %m/%d/%Y"),
    ("period.format", "%Y-%j", "period.format: %j is not read here; allowed: %Y"),
    ("period.format", "%Y", "period.format: must say year and month for a month"),
    ("period", DAILY | {"format": "%Y-%m"}, "period.format: must say year, month and day for a day"),
    ("period", {"kind": "day", "year": "Y"}, "period: a period of kind day is declared by column and format"),
    ("period", DAILY | {"kind": "week"}, "period.week_day: weeks run Sunday to Saturday"),
    ("period.week", "W", "period: a period of kind month is declared by"),
    ("drug", "crack", "drug.fixed: 'crack' is not one of: all, opioids"),
    ("drug", {"column": "D"}, "drug: write either one drug, or the column and words"),
    ("drug", {"column": "D", "words": {"x": "crack"}}, "drug.words.x: 'crack' is not one of: all,"),
    ("drug", {"column": "D", "words": {"x": "all", "X ": "heroin"}}, "drug.words: holds a word twice"),
    ("drug", ["all"], "drug: must be fields"),
    ("value.column", "!!", "value.column: '!!' has no letter a to z and no digit"),
    ("value.markers", {"*": "ok"}, "value.markers.*: 'ok' is not one of: suppressed, withheld"),
    ("value.markers", "suppressed", "value.markers: must be words, each with ours behind a colon"),
    ("value.lower", "L", "value: lower and upper go together"),
    ("value.status", "final", "value.status: 'final' is not one of: 'ok', 'provisional'"),
    (
        "value",
        {"column": "C", "numerator": "N", "denominator": "D"},
        "value.denominator: rates of ems_overdoses are made with the Census population",
    ),
    ("strata", {"gender": {}}, "strata: has no field 'gender'; allowed: sex, age"),
    ("strata", {"sex": {"column": "S"}}, "strata.sex.words: is missing"),
    ("strata", {"sex": {"column": "S", "words": {"M": "men"}}}, "words.M: 'men' is not one of: all, male"),
    ("as_of", "01/02/2026", "as_of.fixed: '01/02/2026' is not a day: write it as 2026-11-22"),
    ("as_of", "2999-01-01", "as_of.fixed: '2999-01-01' is not a day of this data"),
    ("as_of", {"column": "A", "format": "%Y"}, "as_of.format: must say year, month and day"),
    ("totals", ["week"], "totals: are made of days, not of a month"),
    ("totals", "week", "totals: must be a list: [week, month]"),
    ("totals", ["year"], "totals.0: 'year' is not one of: 'week', 'month'"),
    ("absent", "zero", "absent: only says how totals are made"),
]


@pytest.mark.parametrize(("path", "value", "words"), BAD)
def test_a_wrong_field_is_named_with_the_mend(tmp_path, path, value, words):
    file = tmp_path / "m.yaml"
    file.write_text(changed(path, value))
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert words in str(problem.value)
    assert "validation error" not in str(problem.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"indicator": "opioid_dispensing", "unit": "per 100 residents"},
            "totals: figures of opioid_dispensing",
        ),
        ({"totals": ["week", "week"]}, "totals: names one twice"),
        (
            {"indicator": "svi", "unit": "percentile rank", "totals": [], "drug": "heroin"},
            "drug: svi is not told",
        ),
    ],
)
def test_what_does_not_fit_the_indicator_is_named(changes, words):
    with pytest.raises(ValueError, match=words):
        daily(**changes)


def test_every_mistake_is_told_at_once(tmp_path):
    file = tmp_path / "m.yaml"
    file.write_text(yaml.safe_dump(MAPPING | {"indicator": "x", "basis": "y", "drug": "z"}))
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert [line.split(":")[0] for line in str(problem.value).splitlines()] == [
        "indicator",
        "basis",
        "drug.fixed",
    ]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = [
    (b"", "must be fields"),
    (b"- a\n- b\n", "must be fields"),
    (BOMB.encode(), "line 2: write it out instead of referring to it"),
    (b"x: " + b"[" * 50_000, "nested too deep"),
    (b"#" * 100_001, "larger than 100,000 bytes"),
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"a: b: c", "line 1: mapping values are not allowed here"),
    (b"a: [1, 2", "line 1: "),
    (b"source: 1\nsource: 2\n", "line 2: 'source' is there twice: keep one"),
    (b"!!python/object/apply:os.system ['true']", "could not determine a constructor"),
    (b"unit: !!python/name:os.system", "could not determine a constructor"),
    (b"unit: !!int x", "of a type that it does not fit"),
    (b"unit: !!binary '*'", "unit: must be text"),
    (b"? [a, b]\n: c\n", "line 1: a name must be plain text"),
    (b"a: b\n---\nc: d\n", "line 2: "),
    (b"a: \x00", "not allowed"),
]


@pytest.mark.parametrize(("content", "words"), HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path, content, words):
    file = tmp_path / "m.yaml"
    file.write_bytes(content)
    with pytest.raises(BadMapping) as problem:
        read_mapping(file)
    assert words in str(problem.value)


def test_a_mapping_that_is_not_there_is_said(command, files, tmp_path):
    table = files(a=csv_text(GOOD)) / "a.csv"
    result = command("ingest", table, "--mapping", tmp_path / "[/no].yaml", "--extracts", tmp_path / "x")
    assert result.exit_code == 1
    assert "[/no].yaml cannot be used" in result.stderr
    assert "No such file" in result.stderr


def test_words_are_read_as_they_are_written(tmp_path):
    """YAML would read NO as false and 09 as text but 07 as 7."""
    text = yaml.safe_dump(MAPPING | {"drug": None, "place": None, "value": None}).splitlines()
    kept = [line for line in text if not line.startswith(("drug", "place", "value"))]
    written = "\n".join(
        [
            *kept,
            "drug: {column: D, words: {NO: all, 1: heroin}}",
            "place: {key: county_name, column: C, state: 06}",
            "value: {column: V, markers: {~: missing, null: suppressed}}",
        ]
    )
    (tmp_path / "m.yaml").write_text(written)
    declared = read_mapping(tmp_path / "m.yaml")
    assert declared.drug.words == {"no": "all", "1": "heroin"}
    assert declared.place.state.fixed == "06"
    assert declared.value.markers == {"~": "missing", "null": "suppressed"}
