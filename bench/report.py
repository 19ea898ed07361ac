"""What was measured, in words: `docs/performance.md` and the table on the terminal."""

from dataclasses import dataclass
from typing import Any

from rich.table import Table

from bench.numbers import kilobytes, megabytes, milliseconds, ratio

Results = dict[str, Any]
CHANGE_TIMES = 8
CHANGE_MEDIAN, CHANGE_P95 = 100, 180
FRAMES_A_SECOND = 20
EMPTY_VISIT, WARM_VISIT = 1200, 600
QUERY_P95, LOAD_P95 = 30, 400
REBUILD_S, REBUILD_BYTES = 60, 1.5e9
MEMORY_BYTES = 400 * 2**20
START = 3000


@dataclass(frozen=True)
class Row:
    """One budget and what became of it; `met` is None where nothing was measured or no budget set."""

    what: str
    budget: str
    reached: str
    baseline: str = ""
    times: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The row in words."""
        unmet = "–" if self.budget == "–" else "not measured"
        verdict = {True: "yes", False: "**no**", None: unmet}[self.met]
        return self.what, self.budget, self.reached, self.baseline, self.times, verdict


def rows(results: Results) -> list[Row]:
    """The budgets in the order of the design."""
    ours, baseline = results["ours"], results["baseline"]
    return [
        *_change_rows(ours["changes"], baseline["changes"]),
        _play_row(ours["playing"]),
        _visit_row("First visit, empty cache → map painted", "empty_map", EMPTY_VISIT, ours, baseline),
        _visit_row("First visit, empty cache → every panel painted", "empty", None, ours, baseline),
        _visit_row("Second visit → map painted", "warm_map", WARM_VISIT, ours, baseline),
        _visit_row("Second visit → every panel painted", "warm", None, ours, baseline),
        _query_row(results["server"]),
        _load_row(results["load"]),
        _rebuild_row(results["ingest"]),
        _memory_row(results),
        _start_row(results["start"]),
    ]


def _change_rows(ours: Results, baseline: Results) -> list[Row]:
    own, other = ours["from_request"], baseline["from_event"]
    alike = ours["from_event"]
    what = "Change a filter → every panel painted"
    times = other["median"] / alike["median"]
    return [
        Row(
            f"{what}, median",
            f"≤ {CHANGE_MEDIAN} ms",
            milliseconds(own["median"]),
            milliseconds(other["median"]),
            met=own["median"] <= CHANGE_MEDIAN,
        ),
        Row(
            f"{what}, p95",
            f"≤ {CHANGE_P95} ms",
            milliseconds(own["p95"]),
            milliseconds(other["p95"]),
            met=own["p95"] <= CHANGE_P95,
        ),
        Row(
            f"{what}, against the baseline, both from the control's event",
            f"≥ {CHANGE_TIMES}×",
            milliseconds(alike["median"]),
            milliseconds(other["median"]),
            f"{times:,.1f}×",
            times >= CHANGE_TIMES,
        ),
    ]


def _play_row(playing: Results) -> Row:
    slowest, found = min(playing.items(), key=lambda item: item[1]["fps"])
    asked = max(each["requests"] for each in playing.values())
    return Row(
        "Play the map through time",
        f"≥ {FRAMES_A_SECOND} frames a second, no server call",
        f"{found['fps']:.0f} frames a second ({slowest}), {asked or 'no'} server calls",
        met=found["fps"] >= FRAMES_A_SECOND and not asked,
    )


def _visit_row(what: str, kind: str, budget: float | None, ours: Results, baseline: Results) -> Row:
    own, other = ours["visits"][kind]["median"], baseline["visits"][kind]["median"]
    words = f"≤ {budget:,.0f} ms" if budget else "–"
    met = own <= budget if budget else None
    return Row(what, words, milliseconds(own), milliseconds(other), ratio(own, other), met)


def _query_row(server: Results) -> Row:
    slowest, found = max(server["queries"].items(), key=lambda item: item[1]["p95"])
    words = f"{milliseconds(found['p95'])} (`{slowest}`)"
    return Row("Any one query, p95", f"≤ {QUERY_P95} ms", words, met=found["p95"] <= QUERY_P95)


def _load_row(load: Results) -> Row:
    what = f"{load['people']} people at once, two workers, p95"
    if not load["answer"]:
        return Row(what, f"≤ {LOAD_P95} ms, no error", f"{load['errors']} errors", met=False)
    reached = f"{milliseconds(load['answer']['p95'])}, {load['errors']} errors"
    met = load["answer"]["p95"] <= LOAD_P95 and not load["errors"]
    return Row(what, f"≤ {LOAD_P95} ms, no error", reached, met=met)


def _rebuild_row(ingest: Results) -> Row:
    what, budget = "Rebuild from a folder of agency files", f"≤ {REBUILD_S} s, ≤ 1.5 GB"
    if "skipped" in ingest:
        return Row(what, budget, ingest["skipped"])
    met = ingest["seconds"] <= REBUILD_S and ingest["peak_bytes"] <= REBUILD_BYTES
    return Row(what, budget, f"{ingest['seconds']:.1f} s, {megabytes(ingest['peak_bytes'])}", met=met)


def _memory_row(results: Results) -> Row:
    own = max(*results["ours"]["memory"], *results["load"]["memory"])
    other = max(results["baseline"]["memory"])
    return Row(
        "Resident memory, largest worker of all runs",
        f"≤ {megabytes(MEMORY_BYTES)}",
        megabytes(own),
        megabytes(other),
        met=own <= MEMORY_BYTES,
    )


def _start_row(start: Results) -> Row:
    own = start["answer"]["median"]
    return Row("Start to first answer", f"≤ {START:,} ms", milliseconds(own), met=own <= START)


HEADINGS = ("What", "Budget", "Reached", "Baseline", "Times faster", "Met?")


def budget_table(results: Results) -> Table:
    """The budgets for the terminal."""
    table = Table(*HEADINGS, title="Budgets")
    for row in rows(results):
        table.add_row(*(cell.replace("**", "").replace("`", "") for cell in row.cells()))
    return table


def page(results: Results, growth: Results, soak: Results) -> str:
    """The whole page, in Markdown; `growth` and `soak` are as kept from their own runs."""
    parts = (
        INTRODUCTION,
        _markdown(("Machine", ""), list(results["machine"].items())),
        "## Budgets",
        _markdown(HEADINGS, [row.cells() for row in rows(results)]),
        NOTES.format(n=results["ours"]["changes"]["from_request"]["n"], warm_up=results["warm_up"]),
        "## Changing a filter, by kind",
        _by_kind(results["ours"]["changes"], results["baseline"]["changes"]),
        "## The map alone",
        _recolors(results),
        "## The map through time",
        _played(results["ours"]["playing"]),
        "## Visits",
        _bytes(results),
        "## Server",
        _server(results),
        "## Growth",
        _growth(growth),
        "## Random use for minutes",
        _soaked(soak),
        "## Making an extract",
        _made(results),
        AGAIN,
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _markdown(headings: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    rule = tuple("---" for _ in headings)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *lines))


def _by_kind(ours: Results, baseline: Results) -> str:
    lines = []
    groups = [(kind, "by_kind", kind) for kind in ours["by_kind"]]
    groups += [(f"to a {level} map", "by_level", level) for level in ours["by_level"]]
    for words, part, each in groups:
        own, other = ours[part][each], baseline[part][each]["from_event"]
        times = [own["from_request"][name] for name in ("median", "p95")]
        compared = [own["from_event"]["median"], other["median"]]
        lines.append(
            (
                words,
                str(own["from_request"]["n"]),
                *(milliseconds(time) for time in (*times, *compared, other["p95"])),
                ratio(*compared),
            )
        )
    headings = ("Kind", "Changes", "Median", "p95", "Median from event", "Baseline median", "Baseline p95")
    return _markdown((*headings, "Times faster"), lines)


def _recolors(results: Results) -> str:
    own, other = results["ours"]["recolor"], results["baseline"]["recolor"]
    names = {"painted": "New values → second frame", "script": "Of that, script"}
    lines = [
        (
            words,
            *(milliseconds(each[clock][name]) for each in (own, other) for name in ("median", "p95")),
            ratio(own[clock]["median"], other[clock]["median"]),
        )
        for clock, words in names.items()
    ]
    return _markdown(("", "Median", "p95", "Baseline median", "Baseline p95", "Times faster"), lines)


def _played(playing: Results) -> str:
    lines: list[tuple[str, ...]] = [
        (
            words,
            f"{found['fps']:.0f}",
            str(found["frames"]),
            milliseconds(found["script"]["median"]),
            milliseconds(found["script"]["p95"]),
            kilobytes(found["bytes"]),
            milliseconds(found["loaded"]),
        )
        for words, found in playing.items()
    ]
    headings = ("Map", "Frames a second", "Frames", "Script a frame", "p95", "Block, unpacked", "Block there")
    return _markdown(headings, lines)


def _bytes(results: Results) -> str:
    own, other = (results[app]["visits"]["bytes"] for app in ("ours", "baseline"))
    kinds = sorted({*own, *other}, key=lambda kind: -own.get(kind, 0))
    lines = [(kind, kilobytes(own.get(kind, 0)), kilobytes(other.get(kind, 0))) for kind in kinds]
    total = ("All", kilobytes(sum(own.values())), kilobytes(sum(other.values())))
    outside = sum(results["ours"]["outside"].values()), sum(results["baseline"]["outside"].values())
    words = f"Requests to other hosts: {outside[0]} from the dashboard, {outside[1]} from the baseline."
    table = _markdown(("On the wire, empty cache", "Dashboard", "Baseline"), [*lines, total])
    return f"{table}\n\n{words}"


def _server(results: Results) -> str:
    timed = {"the whole answer": results["server"]["answer"]}
    timed |= {
        f"`{name}`" if " " not in name else name: found
        for name, found in results["server"]["queries"].items()
    }
    if results["load"]["answer"]:
        timed |= {f"answer to {results['load']['people']} people at once": results["load"]["answer"]}
    timed |= {"start to page": results["start"]["page"], "start to answer": results["start"]["answer"]}
    lines = [
        (name, str(found["n"]), *(milliseconds(found[key]) for key in ("median", "p95", "max")))
        for name, found in timed.items()
    ]
    return _markdown(("What", "Times", "Median", "p95", "Longest"), lines)


def _growth(sizes: Results) -> str:
    lines: list[tuple[str, ...]] = []
    for found in sizes.values():
        slowest, query = max(found["queries"].items(), key=lambda item: item[1]["p95"])
        lines.append(
            (
                f"{found['rows']:,}",
                megabytes(found["bytes"]),
                f"{milliseconds(found['change']['median'])} (p95 {milliseconds(found['change']['p95'])})",
                milliseconds(found["visit"]["median"]),
                f"{milliseconds(found['answer']['median'])} (p95 {milliseconds(found['answer']['p95'])})",
                f"{milliseconds(query['p95'])} (`{slowest}`)",
                megabytes(found["memory"]),
                milliseconds(found["start"]["median"]),
                f"{found['date']}, {found['machine']['Cores']} cores, load {found['others']}",
            )
        )
    headings = ("Observations", "Files", "Change a filter", "First visit → map", "Whole answer")
    more = ("Slowest query, p95", "Worker memory", "Start to first answer", "Measured")
    return f"{GROWTH}\n\n{_markdown((*headings, *more), lines)}"


def _soaked(soak: Results) -> str:
    before, after = soak["before"], soak["after"]
    lines = [
        ("Heap", *(megabytes(each["heap_bytes"]) for each in (before, after))),
        ("DOM nodes", *(f"{each['nodes']:,.0f}" for each in (before, after))),
        ("Listeners", *(f"{each['listeners']:,.0f}" for each in (before, after))),
    ]
    words = SOAKED.format(
        minutes=soak["seconds"] / 60,
        actions=soak["actions"],
        growth=soak["growth"] * 100,
        errors=len(soak["errors"]),
        long_tasks=soak["long_tasks"],
        longest=milliseconds(soak["longest_task_ms"]),
        day=soak["day"],
    )
    return f"{words}\n\n{_markdown(('After a collection of garbage', 'At first', 'At the end'), lines)}"


def _made(results: Results) -> str:
    lines = []
    for name in ("simulate", "ingest"):
        found = results[name]
        words = (
            ("skipped", found["skipped"])
            if "skipped" in found
            else (f"{found['seconds']:.1f} s", megabytes(found["peak_bytes"]))
        )
        lines.append((f"`python -m data {name}`", *words))
    return _markdown(("Command", "Time", "Peak memory"), lines)


INTRODUCTION = """
# Performance

Measured by `make bench`, which writes this page and, with every single timing, `var/bench.json`. No test
fails on a timing: read the ratios to the baseline, measured in the same run, before the milliseconds.
"""

NOTES = """
- **Change a filter**: from the mark `view-requested` to `view-painted`, set by the page; {n} changes in a
  seeded order after {warm_up} to warm up, none to a view asked before in that run, so no whole answer is
  remembered; parts of it may be, as for any visitor. The same changes are made in both apps. The ratio takes
  the stricter clock for the dashboard, from the event of the control, which is where the baseline's starts.
- **The baseline** (`bench/baseline.py`) is plain Dash: one callback, Plotly Express figures with the GeoJSON
  inside, the same extract, the same filters, three charts and nothing else; it has no headline, no legend by
  class, no patterns and no words. It is timed to the second frame after all three charts were drawn anew.
  Plotly would fetch a base map from a CDN; here an empty one is answered by the baseline's own server.
- **Play the map**: frames back to back, each painted before the next is begun, after the block of all periods
  has come; played for reading, they are shown at eight a second.
- **Any one query**: the named questions in `queries/`, each when it was not remembered.
- **People at once**: threads that ask the page's own callback over HTTP, think half a second to one and a
  half, and ask again, on the same cores as the server.
"""

GROWTH = """
The same screen with more behind it: weekly figures of every county by sex and age, of drugs that the screen
does not show and of all drugs between those it does (`bench/haystack.py`). Sizes not measured in this run
are of the day they state.
""".strip()

SOAKED = """
{minutes:.0f} minutes of random use (`bench/soak.py`, {day}): {actions:,} actions on whatever control was in
sight, the way back among them; {errors} errors; heap {growth:+.0f}% at the same view (budget 20%);
{long_tasks:,} stretches of more than 50 ms without an answer, the longest {longest}.
""".strip()

AGAIN = """
## To run it again

    make bench                                        # about ten minutes
    .venv/bin/python -m bench --sources FOLDER        # also rebuild an extract from agency files
    .venv/bin/python -m bench --growth                # 1, 10 and 100 million observations
    .venv/bin/python -m bench.soak                    # ten minutes of random use
    .venv/bin/python -m bench.takeaway                # files to take away
    .venv/bin/python -m bench.endurance               # the public server for half an hour
    .venv/bin/python -m bench.suppression             # what suppression costs: docs/suppression.md
    .venv/bin/python -m bench --quick                 # a short check, leaves this page alone

`EXTRACTS` names the folder of the extract, as for the app; `--seed` changes the order of changes and views.
"""
