"""How the dashboard keeps its speed with ever more observations behind the same screen."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from playwright.sync_api import Browser

from bench import browser, changes, commands, haystack, in_process, machine, servers
from model.settings import PROJECT, Settings

SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {"1 million": 1_000_000, "10 million": 10_000_000, "100 million": 100_000_000}
)
STORED: Final = PROJECT / "bench" / "growth.json"
"""What was measured last of each size, because the largest takes long."""
MADE: Final = PROJECT / "var" / "growth"
LOG: Final = PROJECT / "var" / "bench-growth.log"
WARM_UP, VISITS, ANSWERS, STARTS = 3, 2, 60, 2


def measure(
    chromium: Browser, settings: Settings, size: str, planned: list[changes.Change], seed: int
) -> None:
    """Measure one of `SIZES` and store what came out beside the others."""
    with _made(settings.extracts, SIZES[size]) as (folder, rows):
        found = {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": machine.facts(chromium.version),
            # What else the machine had to do while it was measured.
            "others": round(os.getloadavg()[0]),
            "rows": rows,
            "bytes": sum(path.stat().st_size for path in (folder / "current").iterdir()),
            **_in_browser(chromium, folder, planned),
        }
        server = in_process.time_answers(settings.model_copy(update={"extracts": folder}), ANSWERS, seed)
        found["answer"] = _short(server["answer"])
        found["queries"] = {name: _short(times) for name, times in server["queries"].items()}
        found["start"] = _short(commands.start_to_answer(folder, STARTS, LOG)["answer"])
    kept = stored() | {size: found}
    STORED.write_text(json.dumps({name: kept[name] for name in SIZES if name in kept}, indent=1) + "\n")


def stored() -> dict[str, Any]:
    """What was measured last of each size."""
    return dict(json.loads(STORED.read_bytes())) if STORED.exists() else {}


@contextmanager
def _made(source: Path, rows: int) -> Iterator[tuple[Path, int]]:
    """An extract of a size, and its true number of observations; deleted afterward."""
    folder = MADE / str(rows)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder, haystack.make(source, folder, rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_browser(chromium: Browser, folder: Path, planned: list[changes.Change]) -> dict[str, Any]:
    """First visits, changes of a filter, and the server's memory after them."""
    outside = browser.Outside()
    with servers.running(servers.ours(), folder, LOG) as server:
        visits = browser.first_visits(chromium, "ours", server.url, VISITS, outside, lambda: None)
        with browser.reader(chromium, "ours", outside) as context:
            page = context.new_page()
            answers = browser.Answers(page)
            browser.visit(page, server.url)
            changed = browser.go_through(page, planned, WARM_UP, answers.collect)
        return {
            "visit": _short(visits["empty_map"]),
            "change": _short(changed["from_request"]),
            "memory": max(server.memory()),
        }


def _short(summary: dict[str, Any]) -> dict[str, Any]:
    """A summary without its single values."""
    return {name: summary[name] for name in ("n", "median", "p95", "max")}
