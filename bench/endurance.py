"""The public server for longer: 50 people for minutes with mishaps in the middle, and a worker's memory.

`python -m bench.endurance load` starts the server of the Procfile and lets people explore while a new extract
is published and a worker is killed: five minutes, on a machine that does nothing else. `… memory` asks one
worker 100,000 things, which takes more than an hour. Each keeps what it found in
bench/endurance.json and writes the section of docs/performance.md.
"""

import json
import os
import shutil
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer

from bench import commands, endurance_report, in_process, load, machine, servers, takeaway
from bench.sections import with_section
from data.cli.terminal import console, progress_bar
from data.extract.reading import current_folder
from model.settings import PROJECT, Settings, read_settings

RESULTS = Path(__file__).parent / "endurance.json"
PAGE = PROJECT / "docs" / "performance.md"
LOG = PROJECT / "var" / "bench-endurance.log"
PEOPLE, MINUTES, STEPS, VIEWS, SEED = 50, 5.0, 500, 3000, 1
"""A person takes at most so many steps."""
ASKERS = 4
LOOKS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
"""After how many requests a worker's memory is looked at."""
ADDRESSES = (
    *("/view?{}&shown=",) * 4,
    "/?{}",
    "/panel/sectors?{}",
    "/table/map?{}",
    "/table/trend?{}",
    "/api/v1/observations?indicator=deaths&state=39&limit=50",
)


def stored() -> dict[str, Any]:
    """What was measured last."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}


@contextmanager
def copied(extracts: Path) -> Iterator[Path]:
    """A copy of an extract that may be published to."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = Path(folder, "extracts")
        shutil.copytree(extracts, copy, symlinks=True)
        yield copy


def explored(settings: Settings, walks: list[list[str]], minutes: float) -> dict[str, Any]:
    """Let people explore, each on a walk of views; a new extract comes after a third of the time, and
    a worker is killed after two thirds."""
    seconds = minutes * 60
    published: dict[str, Any] = {}
    killed: list[int] = []
    with copied(settings.extracts) as extracts, servers.running(servers.workers(), extracts, LOG) as server:
        load.explore_together(server.port, load.at_random(walks[0], 8, SEED), 2)
        before = current_folder(extracts)

        def publish() -> None:
            arguments = ["simulate", "--seed", str(SEED + 1), "--extracts", str(extracts)]
            published.update(commands.run(arguments))

        def kill() -> None:
            killed.append(min(_workers(server)))
            os.kill(killed[0], signal.SIGKILL)

        mishaps = [threading.Timer(seconds / 3, publish), threading.Timer(2 * seconds / 3, kill)]
        for mishap in mishaps:
            mishap.start()
        found = load.explore_together(server.port, [iter(walk) for walk in walks], seconds)
        for mishap in mishaps:
            mishap.join()
        if current_folder(extracts) == before or set(killed) & _workers(server):
            raise RuntimeError("Nothing was published, or no worker was killed.")
        memory = server.memory()
    for times in (found["answer"], *found["thirds"]):
        times.pop("values")
    return found | {"memory": memory, "publish": published}


def _workers(server: servers.Server) -> set[int]:
    return {child.pid for child in psutil.Process(server.process.pid).children()}


def remembered(settings: Settings, views: list[str], requests: int) -> dict[str, Any]:
    """Ask one worker many different things; its resident bytes after so many of them."""
    with servers.running(servers.workers(1), settings.extracts, LOG) as server:
        worker = psutil.Process(min(_workers(server)))
        looks = [look for look in LOOKS if look <= requests]
        memory: dict[int, int] = {}
        statuses: Counter[int] = Counter()
        done = 0
        with progress_bar() as progress, ThreadPoolExecutor(ASKERS) as pool:
            task = progress.add_task("Requests to one worker", total=looks[-1])
            for look in looks:
                parts = [range(done + number, look, ASKERS) for number in range(ASKERS)]
                for found in pool.map(lambda part: _ask_all(server.port, views, part), parts):
                    statuses += found
                done = look
                progress.update(task, completed=done)
                memory[look] = worker.memory_info().rss
        if not worker.is_running():
            raise RuntimeError("The worker was replaced.")
    return {"memory": memory, "statuses": statuses}


def _ask_all(port: int, views: list[str], numbers: range) -> Counter[int]:
    """How often each status was answered to the requests of some numbers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=servers.PATIENCE_S)
    statuses: Counter[int] = Counter()
    for number in numbers:
        # Strides that share no factor with the views: every view is asked for in every way.
        view = views[number * 7919 % len(views)]
        address = ADDRESSES[number // ASKERS % len(ADDRESSES)].format(view)
        connection.request("GET", address, headers=load.HEADERS)
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()
    return statuses


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command("load")
def measure_load(minutes: Annotated[float, typer.Option(help="How long people explore.")] = MINUTES) -> None:
    """Fifty people, a new extract and a killed worker."""
    settings = read_settings()
    version = takeaway.browser_version()
    found = explored(settings, in_process.some_walks(settings, PEOPLE, STEPS, SEED), minutes)
    _keep("load", found, version, whole=minutes == MINUTES)


@app.command("memory")
def measure_memory(
    requests: Annotated[int, typer.Option(min=LOOKS[0], help="How much one worker is asked.")] = LOOKS[-1],
) -> None:
    """One worker's memory over many requests."""
    settings = read_settings()
    version = takeaway.browser_version()
    found = remembered(settings, in_process.some_views(settings, VIEWS, SEED), requests)
    _keep("memory", found, version, whole=requests == LOOKS[-1])


def _keep(part: str, found: dict[str, Any], version: str, *, whole: bool) -> None:
    """Keep one part of what is known, and write the section anew."""
    known = stored() | {part: {"day": date.today().isoformat(), "machine": machine.facts(version), **found}}
    section = endurance_report.section(known)
    console.print(section)
    if not whole:
        console.print("A shorter run is not kept.")
        return
    RESULTS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_section(page, section, endurance_report.AHEAD_OF), encoding="utf-8")


if __name__ == "__main__":
    app()
