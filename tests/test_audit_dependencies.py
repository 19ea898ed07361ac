"""The audit fails for what it found and for nothing else."""

import json
import subprocess
import sys

import audit_dependencies
import pytest

FAULT = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}


@pytest.fixture
def said(monkeypatch, capsys):
    """Exit code and words where the audit says this."""

    def run(output, longest=30):
        rest = 1 if longest < 1 else 0
        script = f"import time, sys; sys.stdout.write({output!r}); time.sleep({rest})"
        command = [sys.executable, "-c", script]
        monkeypatch.setattr(audit_dependencies, "AUDIT", command)
        monkeypatch.setattr(audit_dependencies, "FORM", [])
        monkeypatch.setattr(audit_dependencies, "LONGEST_S", longest)
        return audit_dependencies.main(), capsys.readouterr().out

    return run


def listing(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_finding_fails_and_is_named(said):
    sound = {"name": "b", "version": "1", "vulns": []}
    code, words = said(listing({"name": "a", "version": "1.0", "vulns": [FAULT]}, sound))
    assert code == 1
    assert "a 1.0: PYSEC-2026-1" in words
    assert "2.0" in words


def test_nothing_found_is_fine(said):
    code, words = said(listing({"name": "a", "version": "1.0", "vulns": []}))
    assert (code, words) == (0, "1 packages have 0 known vulnerabilities.\n")


@pytest.mark.parametrize("output", ["", "no network", listing({"name": "a", "skip_reason": "not found"})])
def test_where_nothing_can_be_looked_up_one_line_says_so(said, output):
    code, words = said(output)
    assert (code, words) == (0, audit_dependencies.UNREACHABLE + "\n")


def test_it_does_not_wait_for_long(said):
    assert said("", longest=0.2) == (0, audit_dependencies.UNREACHABLE + "\n")


def test_every_package_that_is_installed_for_the_project_is_looked_at():
    pinned = audit_dependencies.PINNED.read_text().lower().replace("_", "-")
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (audit_dependencies.PINNED.parent / name).read_text().splitlines()
        wanted = [line.split("==")[0].split("[")[0] for line in lines if "==" in line]
        assert [each for each in wanted if f"{each.lower()}==" not in pinned.lower()] == []


def test_the_audit_takes_these_options():
    asked = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--help"], capture_output=True, text=True, check=True
    )
    for option in (*audit_dependencies.AUDIT, *audit_dependencies.FORM):
        if option.startswith("--"):
            assert option in asked.stdout
