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
    lines += [
        _line(f"Deck of 12 slides, {NAMES[kind]}", DECK_S, each) for kind, each in found["decks"].items()
    ]
    at_once, memory = found["at_once"], found["memory"]
    alone, beside = (at_once[name]["answer"] for name in ("alone", "beside"))
    words = (
        f"Measured by `python -m bench.takeaway`, {found['day']}, on the server as `make run` starts it.\n\n"
        f"| What | Budget | Median | Longest | Met |\n| --- | --- | --- | --- | --- |\n{chr(10).join(lines)}\n\n"
        f"Ten people asked the Procfile's workers for decks over and over while {at_once['beside']['people']} explored: "
        f"explorers' answers took {milliseconds(beside['median'])} (p95 {milliseconds(beside['p95'])}), alone "
        f"{milliseconds(alone['median'])} (p95 {milliseconds(alone['p95'])}); "
        f"{at_once['beside']['errors']} errors; {at_once['decks']['n']} decks were made, "
        f"each in {at_once['decks']['median']:.1f} s with its waiting (longest {at_once['decks']['max']:.1f} s), "
        f"{at_once['refused']} were asked to come again. Workers held {_sizes(memory['workers'])}, the "
        f"processes that make files {_sizes(memory['makers'])}; one that has held more than 400 MB is replaced."
    )
    return f"{HEADING}\n\n{words}"


def _line(what: str, budget: float, found: dict[str, Any]) -> str:
    met = "yes" if found["max"] <= budget else "**no**"
    return f"| {what} | ≤ {budget:.0f} s | {found['median']:.2f} s | {found['max']:.2f} s | {met} |"


def _sizes(sizes: list[int]) -> str:
    return " and ".join(megabytes(size) for size in sizes) or "nothing"


def with_section(page: str, words: str) -> str:
    """The page with the section in the place of the one before, or ahead of how it is made again."""
    before, heading, rest = page.partition(HEADING)
    if not heading:
        before, heading, rest = page.partition("## Making an extract")
        return f"{before}{words}\n\n{heading}{rest}"
    following = rest.find("\n## ")
    return f"{before}{words}\n{rest[following:]}"
