"""What was measured of suppression, in words: a section of `docs/suppression.md`."""

from typing import Any, Final

from bench.numbers import megabytes
from data.suppression.cost import percent

HEADING: Final = "## What it costs, measured"
OURS: Final = "the rule used here"
KINDS: Final = {
    "year": "Counties by drug, calendar years",
    "12-month-ending": "Counties, all drugs, 12 months ending",
}
MOST_S, MOST_BYTES = 300, 2 * 2**30


def section(found: dict[str, Any]) -> str:
    """The section, in Markdown."""
    years = found["years"]
    introduction = (
        f"`python -m bench.suppression`, {found['day']}, {found['machine']['Cores']} cores. Simulated counts "
        f"of a partner,\n{found['counties']:,} counties, six drugs, {years[0]} to {years[-1]}, policy `1-9`."
    )
    return "\n\n".join((HEADING, introduction, _rules(found["rules"]), _published(found["published"])))


def _rules(rules: dict[str, dict[str, Any]]) -> str:
    small = rules[OURS]["small"]
    head = (
        f"Of {small:,} small counts, the attacker bounds this many more tightly than 1 to 9:\n\n"
        "| What is withheld | Bounded | Known exactly | Other counts withheld | What they count | Time |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join((head, *(_rule(name, each) for name, each in rules.items())))


def _rule(name: str, found: dict[str, Any]) -> str:
    lost = f"{found['withheld']:,} of {found['others']:,} ({percent(found['withheld'], found['others'])})"
    deaths = percent(found["deaths_withheld"], found["deaths"])
    taken = f"{found['seconds']:.0f} s" if name == OURS else "–"
    return f"| {name} | {found['narrower']:,} | {found['exact']:,} | {lost} | {deaths} | {taken} |"


def _published(found: dict[str, Any]) -> str:
    """The public edition as the command makes it, beside the agencies' own figures."""
    lines = [
        "The public edition as `publish` makes it, beside the agencies' figures (what they publish by\n"
        "county themselves is not released again). `publish` certifies and attacks it first:\n",
        "| | Small counts | Other counts withheld | What they count |",
        "| --- | --- | --- | --- |",
        *(_cost(words, found["cost"][kind]) for kind, words in KINDS.items() if kind in found["cost"]),
        "",
        "| Command | Time | Memory | At most |",
        "| --- | --- | --- | --- |",
        *(_command(name, found[name]) for name in ("publish", "audit")),
    ]
    return "\n".join(lines)


def _cost(words: str, sums: dict[str, int]) -> str:
    others = sums["cells"] - sums["primary_cells"]
    deaths = sums["deaths"] - sums["primary_deaths"]
    lost = f"{sums['secondary_cells']:,} of {others:,} ({percent(sums['secondary_cells'], others)})"
    return f"| {words} | {sums['primary_cells']:,} | {lost} | {percent(sums['secondary_deaths'], deaths)} |"


def _command(name: str, found: dict[str, Any]) -> str:
    met = found["seconds"] <= MOST_S and found["peak_bytes"] <= MOST_BYTES
    budget = f"{MOST_S // 60} min, {megabytes(MOST_BYTES)}: {'met' if met else '**not met**'}"
    return f"| `{name}` | {found['seconds']:.0f} s | {megabytes(found['peak_bytes'])} | {budget} |"
