"""The command line: `python -m bench`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from playwright.sync_api import Browser

from bench import (
    browser,
    changes,
    commands,
    endurance,
    endurance_report,
    growth,
    in_process,
    load,
    machine,
    report,
    servers,
    soak,
    takeaway,
    takeaway_report,
)
from bench.sections import with_section
from data.cli.terminal import console, progress_bar
from data.extract.reading import ExtractProblem, current_folder
from model.settings import PROJECT, Settings, read_settings

BUILD = PROJECT / "var"
RESULTS = BUILD / "bench.json"
PAGE = PROJECT / "docs" / "performance.md"
WARM_UP = 5
PLAYED = {
    "counties, rate": "",
    "counties, change on a year earlier": "measure=change",
    "states, rate": "level=state",
}
"""Maps that are played through time → their view."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    changes: int
    recolors: int
    visits: int
    answers: int
    starts: int
    people: int
    load_seconds: float


WHOLE = Size(changes=60, recolors=20, visits=5, answers=200, starts=3, people=50, load_seconds=20)
CHANGES_OF_A_SIZE = 20
GROWTH_OF_A_RUN = ("1 million", "10 million")
"""100 million take a quarter of an hour to make."""
QUICK = Size(changes=10, recolors=4, visits=1, answers=20, starts=1, people=10, load_seconds=4)


def main(
    quick: Annotated[
        bool, typer.Option(help="A short run that only checks that all can be measured.")
    ] = False,
    sources: Annotated[Path | None, typer.Option(help="Folder of agency files to rebuild from.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same changes and views.")] = 1,
    grow: Annotated[
        bool, typer.Option("--growth", help="Measure only how speed grows, up to 100 million observations.")
    ] = False,
) -> None:
    """Measure the dashboard and the baseline, and write docs/performance.md and var/bench.json."""
    settings = read_settings()
    if current_folder(settings.extracts) is None:
        console.print("There is no extract. Run `python -m data simulate`.", style="bold red")
        raise typer.Exit(1)
    try:
        if grow:
            measure_growth(settings, tuple(growth.SIZES), seed)
            return
        results = measure(settings, QUICK if quick else WHOLE, sources, seed)
        if not quick:
            measure_growth(settings, GROWTH_OF_A_RUN, seed)
    except (ExtractProblem, RuntimeError) as problem:
        console.print(str(problem), style="bold red")
        raise typer.Exit(1) from problem
    results["quick"] = quick
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")
    console.print(report.budget_table(results))
    if quick:
        console.print(
            f"Wrote {RESULTS.relative_to(PROJECT)}; a quick run leaves {PAGE.relative_to(PROJECT)} alone."
        )
        return
    page = report.page(results, growth.stored(), soak.stored())
    if files := takeaway.stored():
        page = with_section(page, takeaway_report.section(files), endurance_report.AHEAD_OF)
    if endured := endurance.stored():
        page = with_section(page, endurance_report.section(endured), endurance_report.AHEAD_OF)
    PAGE.write_text(page, encoding="utf-8")
    console.print(f"Wrote {PAGE.relative_to(PROJECT)} and {RESULTS.relative_to(PROJECT)}.")


def measure(settings: Settings, size: Size, sources: Path | None, seed: int) -> dict[str, Any]:
    """Everything, one after the other, so that no measurement disturbs another."""
    with progress_bar() as progress:

        def step(words: str, total: int) -> Callable[[], None]:
            task = progress.add_task(words, total=total)
            return lambda: progress.advance(task)

        results: dict[str, Any] = {"seed": seed, "warm_up": WARM_UP}
        planned = changes.sequence(changes.choices(settings), size.changes + WARM_UP, seed)
        with browser.chromium() as chromium:
            results["machine"] = machine.facts(chromium.version)
            results["baseline"] = _baseline(chromium, settings, size, planned, seed, step)
            results["ours"] = _ours(chromium, settings, size, planned, step)
        done = step("Server time of an answer", 1)
        results["server"] = in_process.time_answers(settings, size.answers, seed)
        done()
        done = step("Start to first answer", 1)
        results["start"] = commands.start_to_answer(settings.extracts, size.starts, BUILD / "bench-start.log")
        done()
        results["load"] = _load(settings, size, seed, step)
        done = step("Simulate and ingest", 2)
        results["simulate"] = commands.simulate()
        done()
        results["ingest"] = commands.ingest(sources)
        done()
    return results


def measure_growth(settings: Settings, sizes: tuple[str, ...], seed: int) -> None:
    """The screen's speed with ever more observations behind it."""
    planned = changes.sequence(changes.choices(settings), CHANGES_OF_A_SIZE + growth.WARM_UP, seed)
    with browser.chromium() as chromium:
        for size in sizes:
            console.print(f"{size} observations", style="dim")
            growth.measure(chromium, settings, size, planned, seed)
    console.print(f"Wrote {growth.STORED.relative_to(PROJECT)}.")


Step = Callable[[str, int], Callable[[], None]]


def _ours(
    chromium: Browser, settings: Settings, size: Size, planned: list[changes.Change], step: Step
) -> dict[str, Any]:
    """What the browser measures of the dashboard."""
    outside = browser.Outside()
    found: dict[str, Any] = {}
    with servers.running(servers.ours(), settings.extracts, BUILD / "bench-ours.log") as server:
        done = step("Dashboard: visits", size.visits + 1)
        found["visits"] = browser.first_visits(chromium, "ours", server.url, size.visits, outside, done)
        with browser.reader(chromium, "ours", outside) as context:
            page = context.new_page()
            answers = browser.Answers(page)
            browser.visit(page, server.url)
            done = step("Dashboard: changes", len(planned))

            def changed() -> None:
                # At once: the browser keeps answers only for a while.
                answers.collect()
                done()

            found["changes"] = browser.go_through(page, planned, WARM_UP, changed)
            values = list(answers.map_values.values())[:2]
            if len(values) < 2:
                raise RuntimeError("The changes led to fewer than two county maps; choose another seed.")
            # Both maps lie before the visitor whole: the view is brought back to the nation.
            browser.visit(page, server.url)
            found["recolor"] = browser.recolor_ours(page, values, size.recolors)
            found["playing"] = {}
            for words, query in PLAYED.items():
                browser.visit(page, f"{server.url}?{query}")
                found["playing"][words] = browser.play(page)
        found["memory"] = server.memory()
    found["outside"] = dict(outside.asked)
    return found


def _baseline(
    chromium: Browser, settings: Settings, size: Size, planned: list[changes.Change], seed: int, step: Step
) -> dict[str, Any]:
    """What the browser measures of the baseline."""
    outside = browser.Outside()
    found: dict[str, Any] = {}
    with servers.running(servers.baseline(), settings.extracts, BUILD / "bench-baseline.log") as server:
        done = step("Baseline: visits", size.visits + 1)
        found["visits"] = browser.first_visits(chromium, "baseline", server.url, size.visits, outside, done)
        with browser.reader(chromium, "baseline", outside) as context:
            page = context.new_page()
            browser.visit(page, server.url)
            done = step("Baseline: changes", len(planned))
            found["changes"] = browser.go_through(page, planned, WARM_UP, done)
            browser.visit(page, server.url)
            found["recolor"] = browser.recolor_baseline(page, size.recolors, seed)
        found["memory"] = server.memory()
    found["outside"] = dict(outside.asked)
    return found


def _load(settings: Settings, size: Size, seed: int, step: Step) -> dict[str, Any]:
    """Many people at once, on the server as the Procfile starts it."""
    done = step(f"{size.people} people at once", 1)
    views = in_process.some_views(settings, 500, seed + 1)
    with servers.running(servers.workers(), settings.extracts, BUILD / "bench-load.log") as server:
        # Both workers are up once a short prelude has been answered.
        load.explore_together(server.port, load.at_random(views[:20], 8, seed), 2)
        paths = load.at_random(views, size.people, seed)
        found = load.explore_together(server.port, paths, size.load_seconds)
        found["memory"] = server.memory()
    done()
    return found


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    app()
