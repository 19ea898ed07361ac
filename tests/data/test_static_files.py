"""Files that browsers keep for ever: named by content, compressed twins, never half written."""

import gzip
from pathlib import Path

import brotli
import pytest

from data.static import plotly_bundle
from data.static.files import find_static, write_static


def test_the_name_follows_the_content_and_twins_hold_the_same(tmp_path: Path) -> None:
    path = write_static(tmp_path, "words", ".txt", b"one " * 500)
    assert path.name.startswith("words-") and path.suffix == ".txt"
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()
    assert write_static(tmp_path, "words", ".txt", b"two " * 500) != path
    assert write_static(tmp_path, "words", ".txt", b"one " * 500) == path


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_static(tmp_path, "words", ".txt", b"new")
    assert list(tmp_path.iterdir()) == []
    assert find_static(tmp_path, "words", ".txt") is None


def test_without_npm_the_whole_plotly_of_the_python_package_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotly_bundle, "SMALL", tmp_path / "absent.js")
    path = plotly_bundle.ensure_plotly(tmp_path / "static")
    assert path.name.startswith("plotly-whole-")
    assert b"plotly.js" in path.read_bytes()[:200]


def test_with_npm_the_small_plotly_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = tmp_path / "plotly-basic.min.js"
    small.write_bytes(b"/* small */")
    monkeypatch.setattr(plotly_bundle, "SMALL", small)
    path = plotly_bundle.ensure_plotly(tmp_path / "static")
    assert path.name.startswith("plotly-basic-")
    assert path.read_bytes() == b"/* small */"
