"""What was measured of the public server over longer times, in words: a section of `docs/performance.md`."""

from typing import Any, Final

from bench.numbers import megabytes, milliseconds
from bench.report import LOAD_P95

HEADING: Final = "## The public server over longer times"
AHEAD_OF: Final = "## Making an extract"
MOST_GROWTH: Final = 0.1


def section(known: dict[str, Any]) -> str:
    """The section, in Markdown, of the parts that were measured."""
    parts = [words(known[part]) for part, words in (("load", _load), ("memory", _memory)) if part in known]
    return "\n\n".join((HEADING, "On the server as the Procfile starts it.", *parts))


def _load(found: dict[str, Any]) -> str:
    rows = [("all the time", found["answer"])]
    rows += zip(
        ("before", "while an extract is published", "after a worker is killed"), found["thirds"], strict=True
    )
    lines = [
        f"`python -m bench.endurance load`, {found['day']}:\n"
        f"{found['people']} people exploring for {found['seconds'] / 60:.0f} minutes, two workers. "
        "Each changes\none choice at a time, and in one step of ten looks at something else altogether. "
        "After a third of the\ntime a new extract is made and published on the same two cores "
        f"({found['publish']['seconds']:.0f} s), after two thirds a\nworker is killed.\n",
        "| Answers | Number | Median | p95 | Longest |",
        "| --- | --- | --- | --- | --- |",
    ]
    for words, each in rows:
        times = " | ".join(milliseconds(each[key]) for key in ("median", "p95", "max"))
        lines.append(f"| {words} | {each['n']:,} | {times} |")
    met = found["answer"]["p95"] <= LOAD_P95 and not found["errors"]
    lines += [
        "",
        f"Errors: {found['errors']}. Connections found closed and requests sent once more: {found['again']}. "
        f"Budget (p95 ≤ {LOAD_P95} ms, no error): {'met' if met else '**not met**'}.",
        f"Workers afterward: {' and '.join(map(megabytes, found['memory']))}.",
    ]
    return "\n".join(lines)


def _memory(found: dict[str, Any]) -> str:
    memory = {int(look): size for look, size in found["memory"].items()}
    first, last = min(memory), max(memory)
    growth = memory[last] / memory[first] - 1
    met = "met" if growth <= MOST_GROWTH else "**not met**"
    statuses = ", ".join(f"{times:,} with {status}" for status, times in sorted(found["statuses"].items()))
    lines = [
        f"`python -m bench.endurance memory`, {found['day']}:\n"
        f"one worker, asked for views, panels, tables and rows of the API, answered {statuses}.\n",
        f"| After requests | {' | '.join(f'{look:,}' for look in memory)} |",
        "| --- |" + " --- |" * len(memory),
        f"| Resident memory | {' | '.join(map(megabytes, memory.values()))} |",
        "",
        f"From {first:,} to {last:,} requests it grew by {growth:.0%} (at most {MOST_GROWTH:.0%}: {met}).",
    ]
    return "\n".join(lines)
