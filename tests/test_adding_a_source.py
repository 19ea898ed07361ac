"""What docs/adding-a-source.md tells a reader to do works as it is written there."""

import io
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from pydantic import BaseModel

from data.mapping import TableMapping, read_mapping

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = (PROJECT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
EXAMPLES = PROJECT / "docs" / "examples"


def block(language):
    """The document's only code block in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return found


@pytest.fixture
def example(command, monkeypatch, tmp_path):
    """Runs the document's commands into an extract of the test's own; the last answer, and the extract."""
    monkeypatch.chdir(PROJECT)
    for line in block("sh").splitlines():
        program, _, module, *arguments = shlex.split(line)
        assert (program, module) == ("python", "data")
        result = command(*[str(tmp_path) if word == "var/example" else word for word in arguments])
        assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout), dtype={"place": "str"}), tmp_path


def test_the_document_shows_the_mapping_that_lies_beside_it():
    assert block("yaml") == (EXAMPLES / "ems_daily.yaml").read_text(encoding="utf-8")


def test_the_document_shows_how_the_table_begins():
    shown = re.findall(r"^    ((?:Date|\d\d/).*)$", DOCUMENT, re.MULTILINE)
    assert shown == (EXAMPLES / "ems_daily.csv").read_text(encoding="utf-8").splitlines()[:3]


def test_every_row_of_the_example_says_that_it_is_invented():
    table = pd.read_csv(EXAMPLES / "ems_daily.csv")
    assert len(table) == 56
    assert set(table["Note"]) == {"invented example"}


def test_the_commands_give_the_figures_that_the_document_states(example):
    shown, _ = example
    totals = shown[shown["period_kind"].isin(["week", "month"])].sort_values(["period_kind", "period_end"])
    athens = totals[totals["place"] == "39009"]
    assert athens["value"].tolist() == [184, 46, 53, 46, 39]
    assert set(athens["status"]) == {"provisional"}
    hocking = totals[totals["place"] == "39073"]
    assert hocking["value"].isna().tolist() == [True, False, True, True, False]
    assert hocking["value"].dropna().tolist() == [28, 28]
    assert hocking["status"].tolist() == [
        "suppressed",
        "provisional",
        "suppressed",
        "not_reported",
        "provisional",
    ]


def test_the_example_keeps_a_withheld_day_and_a_gap_apart_from_zero(example):
    shown, extracts = example
    days = shown[(shown["period_kind"] == "day") & (shown["place"] == "39073")].set_index("period_end")
    assert days.loc["2026-02-10", "status"] == "suppressed"
    assert days.loc["2026-02-17", "status"] == "not_reported"
    assert days.loc["2026-02-02", "value"] == 0
    assert len(days) == 28
    assert (extracts / "current").exists()


def fields_of(model):
    """Every field name of a mapping, nested ones too."""
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from fields_of(part)


def test_every_field_is_told_of_in_the_document():
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", DOCUMENT))))
    assert set(fields_of(TableMapping)) - told == set()


def test_the_files_that_the_document_names_are_there():
    named = re.findall(r"`((?:data|docs|tests)/[\w/.-]+)`", DOCUMENT)
    assert len(named) > 8
    assert [name for name in named if not (PROJECT / name).exists()] == []


def test_the_mapping_alone_can_be_read():
    declared = read_mapping(EXAMPLES / "ems_daily.yaml")
    assert declared.source.entry.whole_releases is False
