"""What suppression costs and what it prevents, on simulated counts of every county.

`python -m bench.suppression` protects seven years of six drugs by the rule used here and by rules often used
elsewhere, attacks each, publishes a whole public edition, keeps what it found in bench/suppression.json and
writes its section of docs/suppression.md. It takes about six minutes.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from bench import commands, machine, suppression_report
from bench.naive import RULES, primary_only
from bench.sections import with_section
from data.extract.suppression_report import TALLIES, read_report
from data.simulator import partner_deaths
from data.simulator.truth import simulate_truth
from data.suppression.cubes import ordered, parents_of
from methods.suppression.labels import Floats, Label, boxes, is_small
from methods.suppression.policy import DEFAULT
from methods.suppression.years import Year, YearLabels, attack, certify, protect
from model.places import NATION, member_sets
from model.settings import PROJECT

RESULTS = Path(__file__).parent / "suppression.json"
PAGE = PROJECT / "docs" / "suppression.md"
SEED = 1
KEY: Final = b"bench"
ROUNDED_TO: Final = 10
console = Console(stderr=True)


@dataclass(frozen=True)
class Outcome:
    """What an attacker finds of the small counts, and what was withheld besides.

    Attributes
    ----------
    small
        How many counts are small.
    narrower, exact
        How many of them the attacker bounds more tightly than the policy, and how many of those exactly.
    others, withheld
        How many counts are not small, and how many of those are withheld.
    deaths, deaths_withheld
        What those count.
    seconds
        Taken to choose and, where it is done, to certify.
    """

    small: int
    narrower: int
    exact: int
    others: int
    withheld: int
    deaths: int
    deaths_withheld: int
    seconds: float

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            *(own + more for own, more in zip(vars(self).values(), vars(other).values(), strict=True))
        )


def simulated_years() -> Iterator[Year]:
    """Counts of every county by drug, a calendar year each."""
    truth = simulate_truth(SEED, date.today())
    drugs = ordered(partner_deaths.DRUGS)
    deaths = partner_deaths.county_deaths(truth, SEED)
    codes = sorted({county[:2] for county in truth.counties})
    states = np.searchsorted(codes, [county[:2] for county in truth.counties])
    for year in partner_deaths.whole_years(truth):
        counts = np.stack([partner_deaths.in_year(truth, deaths[drug], year) for drug in drugs], axis=1)
        fixed = np.zeros(len(drugs), dtype=bool)
        yield Year(
            counts, states, parents_of(drugs), fixed, frozenset(codes) in member_sets(NATION), str(year)
        )


def tried(year: Year) -> dict[str, Outcome]:
    """Every rule on one year."""
    found = {}
    for name, rule in RULES.items():
        start = time.perf_counter()
        labels = rule(year, DEFAULT)
        found[name] = attacked(
            year, labels, boxes(year.totals, labels.states, DEFAULT), time.perf_counter() - start
        )
    found["only small counts; states' totals rounded to 10"] = attacked(
        year, primary_only(year, DEFAULT), rounded(year.totals), 0.0
    )
    start = time.perf_counter()
    labels = protect(year, DEFAULT, KEY)
    certificate = certify(year, labels, DEFAULT)
    seconds = time.perf_counter() - start
    if certificate.narrower:
        raise RuntimeError(f"{certificate.narrower} small counts of {year.name} are not certified.")
    found[suppression_report.OURS] = attacked(
        year, labels, boxes(year.totals, labels.states, DEFAULT), seconds
    )
    return found


def rounded(totals: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Least and most that totals can be that are shown rounded, halves up."""
    shown = (totals + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
    low, high = np.maximum(shown - ROUNDED_TO // 2, 0), shown + ROUNDED_TO // 2 - 1
    return low.astype(np.float64), high.astype(np.float64)


def attacked(year: Year, labels: YearLabels, totals: tuple[Floats, Floats], seconds: float) -> Outcome:
    """Attack a year of which counties are said to be what their labels are, and states within `totals`."""
    low, high = boxes(year.counts, labels.counties, DEFAULT)
    least, most = (bound[:, :, None] for bound in totals)
    found = attack(
        low[:, :, None], high[:, :, None], least, most, year.states, year.parents, float(DEFAULT.most)
    )
    low, high = found.low[:, :, 0], found.high[:, :, 0]
    if (low > year.counts).any() or (high < year.counts).any():
        raise RuntimeError("The attacker excludes a true count.")
    small, held = is_small(year.counts, DEFAULT), labels.counties != Label.SHOWN
    narrower = small & ((low > DEFAULT.least) | (high < DEFAULT.most))
    return Outcome(
        int(small.sum()),
        int(narrower.sum()),
        int((narrower & (low == high)).sum()),
        int((~small).sum()),
        int((held & ~small).sum()),
        int(year.counts[~small].sum()),
        int(year.counts[held & ~small].sum()),
        seconds,
    )


def published() -> dict[str, Any]:
    """A partner extract and the public edition of it, as the commands make them: time, memory and cost."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        partner, public = Path(name, "partner"), Path(name, "public")
        of_partner = ["--extracts", str(partner)]
        steps = {
            "simulate": ["simulate", "--edition", "partner", *of_partner],
            "publish": ["publish", "--from", str(partner), "--extracts", str(public)],
            "audit": ["audit", str(public)],
        }
        found: dict[str, Any] = {}
        for step, arguments in steps.items():
            console.print(f"python -m data {step}", style="dim")
            found[step] = commands.run(arguments)
            if found[step]["exit_code"]:
                raise RuntimeError(f"python -m data {step} ended with {found[step]['exit_code']}.")
        report = read_report(partner)
    if report is None:
        raise RuntimeError("The publication left no report.")
    kinds = report.groupby("period_kind")[list(TALLIES)].sum()
    return found | {"cost": kinds.astype(int).to_dict("index")}


def main() -> None:
    """Measure, keep, and write the section."""
    # First, while this process is small: a child's peak begins with its parent's.
    found: dict[str, Any] = {
        "day": date.today().isoformat(),
        "machine": machine.facts(),
        "published": published(),
    }
    rules: dict[str, Outcome] = {}
    years = list(simulated_years())
    for year in track(years, "Attacking", console=console):
        for name, outcome in tried(year).items():
            rules[name] = rules[name] + outcome if name in rules else outcome
    found["rules"] = {name: vars(outcome) for name, outcome in rules.items()}
    found["years"] = [year.name for year in years]
    found["counties"] = len(years[0].counts)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    section = suppression_report.section(found)
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), section), encoding="utf-8")
    console.print(f"Wrote {RESULTS.relative_to(PROJECT)} and {PAGE.relative_to(PROJECT)}.")


if __name__ == "__main__":
    main()
