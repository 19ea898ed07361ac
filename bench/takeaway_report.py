"""What was measured of the files to take away, in words: a section of `docs/performance.md`."""

from typing import Any, Final

from bench.numbers import megabytes, milliseconds

HEADING: Final = "## Files to take away"
SHEET_S, DECK_S = 3.0, 15.0
NAMES: Final = {"pptx": "PowerPoint", "pdf": "PDF", "docx": "Word", "html": "Web page"}


def section(found: dict[str, Any]) -> str:
    """The section, in Markdown."""
    sheet = found["fact_sheet"]
    lines = [_line("Fact sheet of a place", SHEET_S, sheet)]
    for kind, each in found["decks"].items():
        lines.append(_line(f"Deck of 12 slides, {NAMES[kind]}", DECK_S, each))
    head = "| What | Budget | Median | Longest | Met |\n| --- | --- | --- | --- | --- |"
    table = "\n".join((head, *lines))
    intro = f"`python -m bench.takeaway`, {found['day']}, on the server as `make run` starts it."
    return f"{HEADING}\n\n{intro}\n\n{table}\n\n{_at_once(found['at_once'])}\n{_memory(found['memory'])}"


def _at_once(found: dict[str, Any]) -> str:
    alone, beside = (found[name]["answer"] for name in ("alone", "beside"))
    decks = found["decks"]
    return (
        f"Ten decks at once, over and over, while {found['beside']['people']} people explored\n"
        f"(the Procfile's workers): explorers' answers took {milliseconds(beside['median'])} "
        f"(p95 {milliseconds(beside['p95'])}), alone {milliseconds(alone['median'])} "
        f"(p95 {milliseconds(alone['p95'])}),\nwith {found['beside']['errors']} errors. "
        f"{decks['n']} decks were made, each in {decks['median']:.1f} s with its waiting "
        f"(longest {decks['max']:.1f} s); {found['refused']} were asked to come again."
    )


def _memory(found: dict[str, Any]) -> str:
    return (
        f"Afterward the workers held {_sizes(found['workers'])}, the processes that make files "
        f"{_sizes(found['makers'])};\none that holds more than 400 MB is replaced."
    )


def _line(what: str, budget: float, found: dict[str, Any]) -> str:
    met = "yes" if found["max"] <= budget else "**no**"
    return f"| {what} | ≤ {budget:.0f} s | {found['median']:.2f} s | {found['max']:.2f} s | {met} |"


def _sizes(sizes: list[int]) -> str:
    return " and ".join(megabytes(size) for size in sizes) or "nothing"
