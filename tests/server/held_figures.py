"""What a partner's figures are, and what of them is held back in the public edition."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from model import catalog
from model.observations import HELD_STATUSES

SOURCE = "user_simulated_examiners"
SHORT = "Simulated examiners"
DRUGS = ("opioids", "heroin", "cocaine", "psychostimulants", "synthetic_opioids")
TELLING = 10
"""Smaller counts stand in any text by chance."""
TELLING_IN_WORDS = 20
"""Twelve months and thirteen lines are in many sentences."""


@dataclass(frozen=True)
class Held:
    """A held-back count of a place in a year: its true value and population."""

    place: str
    drug: str
    year: int
    status: str
    value: float
    population: float

    @property
    def printed(self):
        """The count, and the rate that only this count has, as they would be printed."""
        rate = self.value / self.population * catalog.RATE_PER if self.population > 0 else float("nan")
        return {f"{self.value:,.0f}", f"{self.value:.0f}"} | (
            {f"{rate:,.1f}", f"{rate:.1f}"} if rate >= TELLING else set()
        )


@dataclass
class Figures:
    """The truth, of the partner extract, and what of it is held back in the public one."""

    partner: Path
    public: Path
    _by_place: dict = field(default_factory=dict)

    @cached_property
    def rows(self):
        """Every released place, drug and year with its true value; sums of counties for states and nation."""
        drugs = ", ".join(f"'{drug}'" for drug in DRUGS)
        true = f"""
            SELECT drug, place, period_end, value, denominator
            FROM '{self.partner}/current/observations.parquet'
            WHERE source = '{SOURCE}' AND period_kind = 'year' AND drug IN ({drugs})"""
        return duckdb.sql(f"""
            WITH county AS ({true}), summed AS (
              SELECT * FROM county
              UNION ALL
              SELECT drug, left(place, 2), period_end, sum(value), sum(denominator)
              FROM county GROUP BY ALL)
            SELECT p.place_kind, p.place, p.drug, year(p.period_end) AS year, p.status, p.value AS shown,
                   t.value, coalesce(p.denominator, t.denominator) AS population
            FROM '{self.public}/current/observations.parquet' p
            JOIN summed t USING (drug, place, period_end)
            WHERE p.source = '{SOURCE}' AND p.period_kind = 'year'
            ORDER BY p.place, p.drug, year""").df()

    @cached_property
    def held(self):
        """What is held back, by place, drug and year."""
        rows = self.rows[self.rows["status"].isin(HELD_STATUSES)]
        columns = ["place", "drug", "year", "status", "value", "population"]
        return {row[:3]: Held(*row) for row in rows[columns].itertuples(index=False, name=None)}

    @cached_property
    def telling(self):
        """Held-back counts that no row holds by chance, the largest first."""
        found = [each for each in self.held.values() if each.value >= TELLING]
        return sorted(found, key=lambda each: -each.value)

    @cached_property
    def released(self):
        """Numbers that are released of a place and drug, as printed, of any year."""
        found = {}
        rows = self.rows[~self.rows["status"].isin(HELD_STATUSES)]
        for place, drug, value, population in zip(
            rows["place"], rows["drug"], rows["shown"], rows["population"], strict=True
        ):
            printed = Held(place, drug, 0, "", value, population).printed
            found.setdefault((place, drug), set()).update(printed)
        return found

    @cached_property
    def latest(self):
        """The newest year."""
        return int(self.rows["year"].max())

    def secret(self, place, drug, year, measure=""):
        """Whether nothing may be said of a place in a year; a change needs the year before as well."""
        years = (year, year - 1) if measure == "change" else (year,)
        return any((place, drug, each) in self.held for each in years)

    def of_place(self, place, drug):
        """Held-back counts of a place that no text holds by chance."""
        if not self._by_place:
            for each in self.telling:
                if each.value >= TELLING_IN_WORDS:
                    self._by_place.setdefault((each.place, each.drug), []).append(each)
        return self._by_place.get((place, drug), [])


def some_views(figures, chance, count):
    """Links of views of a partner's figures, most of a place with something held back."""
    held = [key for key in figures.held if len(key[0]) == 5]
    telling = [(each.place, each.drug, each.year) for each in figures.telling]
    states = sorted({key[0][:2] for key in held})
    for _ in range(count):
        place, drug, year = chance.choice(telling if chance.random() < 0.6 else held)
        parts = {
            "indicator": "deaths",
            "drug": drug,
            "kind": "year",
            "measure": chance.choice(catalog.INDICATORS["deaths"].measures),
            "place": chance.choice([place, place, place, place[:2], "US", "own-1", "urban-1", "svi-2"]),
            "period": f"{year + chance.choice((0, 0, 0, 1))}-12",
            "level": chance.choice(["", "county", "state"]),
            "compare": chance.choice(
                ["", place, f"{place[:2]},US", f"{place},{chance.choice(states)}", "peers"]
            ),
            "groups": chance.choice(["", f"Own:{place}.{chance.choice(telling)[0]}"]),
            "classes": chance.choice(["", "", "continuous", "jenks", "5,10,20"]),
            "fade": chance.choice(["", "1"]),
            "ranking": chance.choice(["", "lowest", "around"]),
            "scale": chance.choice(["", "", "log", "index"]),
            "segments": chance.choice(["", "1"]),
            "maps": chance.choice(["", "", "", "two", "both", "drugs", "periods"]),
        }
        if parts["maps"] in ("two", "both"):
            parts["drug2"] = chance.choice(DRUGS)
            parts["measure2"] = chance.choice(["", "count", "rate", "change"])
        yield urlencode({name: value for name, value in parts.items() if value}, safe=",:;")
