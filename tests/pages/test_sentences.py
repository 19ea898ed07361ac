"""Hundreds of sentences over forty places, each against the table that its panel's file holds, and what must
not be said where the table does not carry it.

Sentences are read as a visitor reads them: what a number, a direction or a name claims is taken from the
words, and looked for in the table.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import pytest
from hypothesis_profiles import is_full
from support import SOURCES
from view_answers import texts_of

from components import brief as brief_page
from components.fallbacks import fallbacks_words
from components.map_legend import legend
from components.numbers import number, signed_percent
from components.periods import period_phrase
from data.extract.reading import open_extract
from methods.completeness import LATE_SHARE
from model import catalog, ready_decks
from model.places import NATION, places
from model.settings import PROJECT
from model.view import View, explorable_in, parse_view
from pages import data_sources, explore_layout, place, suppression
from pages import explore as explore_page
from panels.answers import answer_within, lazy_answer
from panels.headline import tiles
from panels.panel import Where
from panels.registry import appearing_in, panel, panels
from queries.explore import explore
from queries.ranks import RANKED_STATUSES
from queries.store import Store
from tests.agreement import missing_tiles
from tests.pages.test_place import MOVED, check_change, check_peers, newest
from tests.pages.test_unwanted_words import strings_of

pytestmark = pytest.mark.random

SEED = 23
SECTIONS = (
    "trend title",
    "tiles",
    "map subtitle",
    "legend",
    "rising",
    "fallback",
    "insights",
    "sectors",
    "peers",
)
PLACES = 40
FEWEST = 200
"""Sentences read, of each extract."""
ENOUGH = 20
"""People in either year, from which a change is told."""
ALWAYS = ("US", "11", "11001", "72", "09", "36", "urban-3", "urban-6")
STATES, OF_A_KIND, OF_THE_HARDEST = 5, 6, 2
LARGE = 400
"""Deaths a year in a county that is large."""
SMALL = (10, 40)
NUMBER = r"[\d,]+(?:\.\d+)?"
LATE = re.compile(
    r"\b(days?|weeks?|months?|years?) late\b|\b(is|are|was|were|comes?|came) late\b|\boverdue\b|\bdelayed\b",
    re.IGNORECASE,
)
NOT_ONE = re.compile(
    r"(?<![\d,.])\b1 (comparable |other |released )?(areas|counties|counts|days|deaths|drugs|figures|kits"
    r"|laboratories|months|periods|places|prescriptions|reports|residents|seizures|sources|states|visits"
    r"|years)\b"
)
NO_NUMBER = re.compile(r"\bnan\b|\bNaN\b|\bNone\b|\binf\b|\bNaT\b|<NA>|\b0 of 0\b")
ONE_FIGURE_TWICE = re.compile(rf"(?<![\d,.−])({NUMBER}) to \1(?![\d,.])")
CHANGE = "change on a year earlier, %"


# What is read: a view with its panels, and what is claimed of its sentences.


@dataclass(frozen=True)
class Material:
    """An extract, its own rows and the outlines of the page."""

    store: Store
    outlines: Any
    observations: pd.DataFrame

    def view(self, query):
        return Shown(self, parse_view(query)[0])

    @cached_property
    def by_fact(self):
        """The extract's own rows of each indicator and drug."""
        return dict(list(self.observations.groupby(["indicator", "drug"])))


class Shown:
    """A view with the answers of its panels, each found once."""

    def __init__(self, material, view):
        self.material, self.reader = material, material.store.current()
        self.result = explore(self.reader, view, material.outlines)
        self.resolved, self.view = self.result.resolved, self.result.view
        self.entry = catalog.INDICATORS[self.view.indicator]
        self._answers, self._measured = {}, {}

    def answer(self, name):
        wanted = panel(name)
        if name not in self._answers:
            self._answers[name] = (
                lazy_answer(self.reader, wanted, self.resolved)
                if wanted.is_lazy
                else answer_within(wanted, self.result)
            )
        return self._answers[name]

    def table(self, name):
        return self.answer(name).table

    def measured(self, measure):
        """The same view of another measure."""
        if measure not in self._measured:
            self._measured[measure] = Shown(self.material, replace(self.view, measure=measure))
        return self._measured[measure]

    @property
    def words(self):
        view = self.view
        return f"place={view.place}&indicator={view.indicator}&drug={view.drug}&measure={view.measure}" + (
            f"&level={view.level}" if view.level else ""
        )


@dataclass(frozen=True)
class Told:
    """A sentence, where it stands, and what does not hold of it."""

    section: str
    where: str
    text: str
    wrong: tuple[str, ...]


def told(section, shown, text, claims):
    wrong = tuple(claim for claim, holds in claims.items() if not holds)
    return Told(section, shown.words, text, wrong)


def as_float(text):
    return float(text.replace(",", "").replace("−", "-"))


def written(value):
    """A number of a table as it is written on screen, without its sign and in one digit."""
    return number(abs(value), 1)


def side(lower, upper):
    """1 and -1 where both limits lie on one side, 0 where they span zero; None where there are none."""
    if pd.isna(lower) or pd.isna(upper):
        return None
    return int(lower > 0) - int(upper < 0)


def only(table, **wanted):
    for column, cell in wanted.items():
        table = table[table[column] == cell]
    return table


# Changes: a direction needs limits on one side, and at least twenty people in both years.


def headline_change(shown):
    """The row of the change in the headline's table, and the side that its limits lie on."""
    rows = only(shown.table("headline"), figure=CHANGE)
    if rows.empty:
        return None, None
    return rows.iloc[0], side(rows.iloc[0]["lower"], rows.iloc[0]["upper"])


def year_before(end):
    return pd.Timestamp(end) - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)


def pairs_of_counts(shown, end):
    """The reported and the predicted counts of the place now and a year earlier, from the trend's table."""
    counted = shown.measured("count")
    table = only(counted.table("trend"), place=shown.view.place)
    pairs = []
    for _, rows in table.groupby("series"):
        by_day = rows.set_index("period_end")[counted.entry.unit]
        now, before = (by_day.get(day) for day in (pd.Timestamp(end), year_before(end)))
        if now is not None and before is not None and pd.notna(now) and pd.notna(before):
            pairs.append((float(now), float(before)))
    return pairs


def direction_of_counts(shown, end, change):
    """Claims on the counts behind a change: it is theirs, and both are enough."""
    pairs = pairs_of_counts(shown, end)
    if shown.view.place in shown.resolved.groups:
        # A group's change is of the counties released in both years, its line of those released in each.
        return {f"the group counts at least {ENOUGH}, {pairs}": min(map(min, pairs)) >= ENOUGH}
    mine = [pair for pair in pairs if written((pair[0] / pair[1] - 1) * 100) == written(change)]
    return {
        f"the change is that of counts in the trend's table: {change}, {pairs}": bool(mine),
        f"both counts are at least {ENOUGH}: {mine}": any(min(pair) >= ENOUGH for pair in mine),
    }


def trend_title(shown):
    text = shown.answer("trend").texts["trend-title"]
    row, way = headline_change(shown)
    said = re.search(rf"\b(up|down) ({NUMBER})% on a year earlier", text)
    claims = {
        f"no clear change exactly where the limits span zero: {way}": ("no clear change" in text)
        == (way == 0),
        f"a direction exactly where the limits lie on one side: {way}": bool(said) == (way in (1, -1)),
    }
    if said and row is not None:
        claims[f"{said[1]} is the side of {row['lower']} to {row['upper']}"] = (said[1] == "up") == (way == 1)
        claims[f"{said[2]} is {row['value']} of the table"] = said[2] == written(row["value"])
        claims |= direction_of_counts(shown, row["period_end"], row["value"])
        claims |= drawn_change(shown, row)
    yield told("trend title", shown, text, claims)


def drawn_change(shown, row):
    """That the line of changes has the same change with the same limits in that period."""
    changes = shown.measured("change").table("trend")
    rows = changes[
        (changes["place"] == shown.view.place) & (changes["period_end"] == pd.Timestamp(row["period_end"]))
    ]
    same = [
        (each[CHANGE], each["lower"], each["upper"]) == (row["value"], row["lower"], row["upper"])
        for each in rows.to_dict("records")
    ]
    return {f"the trend's table has the change {row['value']} with its limits": any(same)}


def headline_tiles(shown):
    table = shown.table("headline")
    shown_tiles = tiles(shown.view, shown.result)
    every = " | ".join(f"{tile.title}: {tile.value} {tile.small}" for tile in shown_tiles)
    rows = [
        {name: "" if pd.isna(cell) else str(cell) for name, cell in row.items()}
        for row in table.to_dict("records")
    ]
    missing = missing_tiles(rows, every)
    yield told("tiles", shown, every, {f"every figure of the table is said: {missing}": not missing})
    for tile in shown_tiles:
        text = f"{tile.title}: {tile.value} ({tile.small}) [{tile.tone}]"
        is_change = tile.title.startswith("Change on a year earlier")
        claims = change_tile(shown, tile) if is_change else {"it has no tone": tile.tone == ""}
        if tile.title.endswith(" released"):
            claims |= counts_places(shown, tile)
        yield told("tiles", shown, text, claims)


def change_tile(shown, tile):
    row, way = headline_change(shown)
    if row is None:
        return {"without a change there is a dash and no tone": (tile.value, tile.tone) == ("–", "")}
    is_hedged = "incomplete" in tile.small or looks_incomplete(shown)
    wanted = ""
    if way and not is_hedged and shown.entry.more_is_worse is not None:
        wanted = "bad" if (way == 1) == shown.entry.more_is_worse else "good"
    limits = f"{signed_percent(row['lower'])} to {signed_percent(row['upper'])}"
    claims = {
        f"it is {row['value']} of the table": tile.value == signed_percent(row["value"]),
        f"its tone is {wanted!r} by {limits}": tile.tone == wanted,
        f"no clear change exactly where the limits span zero: {way}": ("no clear change" in tile.small)
        == (way == 0),
        f"its limits are {limits}": (limits in tile.small) == (way is not None),
    }
    if tile.tone:
        claims |= direction_of_counts(shown, row["period_end"], row["value"])
    return claims


def looks_incomplete(shown):
    """Whether the headline's table has a prediction far over the reported count."""
    by_name = shown.table("headline").set_index("figure")["value"]
    unit = shown.entry.unit
    if f"{unit}, reported" not in by_name:
        return False
    return by_name[f"{unit}, predicted"] > (1 + LATE_SHARE) * by_name[f"{unit}, reported"]


def counts_places(shown, tile):
    """Places released of all, against the map's table, which also lists places without an outline."""
    table = drawn(shown)
    released = int(table[shown.entry.unit].notna().sum())
    return {
        f"{released} of {len(table)} places of the map's table have a count": (
            tile.value == number(released) and tile.small.startswith(f"of {number(len(table))}")
        )
    }


def drawn(shown):
    """Rows of the map's table that the map has an outline for."""
    undrawn = shown.result.map.undrawn.index
    table = shown.table("map")
    return table[~table["place"].isin(undrawn)]


# The map: how many places have no figure, and which is the highest.


def map_subtitle(shown):
    if shown.result.map is None:
        return
    text, table = shown.answer("map").texts["map-subtitle"], drawn(shown)
    measure = table.columns[3]
    claims = absent_places(text, table)
    sure = re.search(
        r"(?:Highest reliable rate|Largest clear rise|Highest)(?: of those predicted)?: (.+)", text
    )
    among = re.search(r"Among the (?:highest|largest)[^:]*: (.+), the highest with a probability", text)
    claims["one place is called the highest or among the highest, not both"] = not (
        among and re.search(r"(?<!Among the )Highest|Largest clear rise:", text)
    )
    ranked = table[table["rank"].notna()]
    if shown.view.measure == "change":
        ranked = ranked[ranked["lower"] > 0]
    if sure or among:
        # A name may hold a full stop: "St. Louis".
        rest = (among or sure)[1]
        name = max((each for each in table["name"] if rest.startswith(each)), key=len, default="")
        first = ranked[ranked["rank"] == ranked["rank"].min()]
        claims[f"{name} alone is of the first rank: {first[['name', 'rank']].values.tolist()}"] = first[
            "name"
        ].tolist() == [name]
        top = ranked.loc[ranked[measure] == ranked[measure].max(), "name"].tolist()
        claims[f"{name} has the highest figure that is ranked: {top}"] = name in top
        claims |= probability(text, bool(among))
    yield told("map subtitle", shown, text, claims)
    for row in texts_of(legend(shown.view, shown.result.map)):
        yield told(
            "legend", shown, row, {"no class is of one figure twice": not ONE_FIGURE_TWICE.search(row)}
        )


def absent_places(text, table):
    """Claims on the places without a figure, counted by status and by its reason."""
    held = Counter(zip(table["status"], table["reason"], strict=True))
    absent = {key: count for key, count in held.items() if key[0] not in (*RANKED_STATUSES, "unreliable")}
    opening = text.split(". ")[0]
    if not absent:
        return {"without absent places it says that all have a figure": "a figure" in opening}
    if not opening.startswith("Of "):
        return {f"absent places are counted: {absent}": False}
    said, _, parts = opening.removeprefix("Of ").partition(", ")
    counted = [int(as_float(each)) for each in re.findall(r"(?:^|, | and )([\d,]+) [a-z]", parts)]
    return {
        f"{len(table)} places are in the table": as_float(said.split()[0]) == len(table),
        f"absent places are counted by their reason: {absent}": sorted(counted) == sorted(absent.values()),
    }


def probability(text, is_among):
    said = re.search(r"probability(?: of)? (over 99|\d+)%", text)
    if said is None:
        return {"a place among the highest has a probability": not is_among}
    sure = 100 if said[1].startswith("over") else int(said[1])
    return {"the highest is said from 95% on alone": sure <= 95 if is_among else sure >= 95}


# Rising places.


def rising_title(shown):
    answer = shown.answer("rising")
    text, table = answer.texts["rising-title"], answer.table
    said = re.search(
        rf"^({NUMBER}) of ({NUMBER}) comparable .+? clearly rose while (.+) fell by ({NUMBER})%$", text
    )
    if not said:
        yield told("rising", shown, text, {"it lists no place": table.empty})
        return
    risen, comparable = as_float(said[1]), as_float(said[2])
    claims = {
        f"{len(table)} places are in its table": risen == len(table),
        "no more rose than can be compared": risen <= comparable and comparable > 0,
        f"{comparable} can be compared by the map's table": comparable == can_be_compared(shown, comparable),
    }
    if len(table):
        claims |= risen_places(shown, table, said[4])
    yield told("rising", shown, text, claims)
    for row, cells in zip(answer.content["rows"], table.to_dict("records"), strict=False):
        words = f"{row['name']}: {row['counts']}, {row['change']} ({row['interval']})"
        limits = f"{signed_percent(cells['lower'])} to {signed_percent(cells['upper'])}"
        same = (cells["name"], signed_percent(cells["change_percent"]), limits)
        is_same = (row["name"], row["change"], row["interval"]) == same
        yield told("rising", shown, words, {f"it is the row of the table: {same}": is_same})
    note = answer.texts["rising-note"]
    if note:
        yield told("rising", shown, note, {"its change is below zero": "changed by −" in note})


def risen_places(shown, table, fall):
    counts = table[[f"{shown.entry.unit} a year earlier", shown.entry.unit]]
    focus = places_of(shown)
    return {
        f"the whole fell by {fall}": set(map(written, table["change_of_the_whole_percent"])) == {fall},
        "the whole is below zero": (table["change_of_the_whole_percent"] < 0).all(),
        f"all are in focus: {sorted(table['place'])}": all(map(focus, table["place"])),
        f"all lower limits are above zero: {table['lower'].min()}": (table["lower"] > 0).all(),
        f"all have at least {ENOUGH} in both years": (counts >= ENOUGH).all(axis=None),
    }


def places_of(shown):
    """Whether a place is among those that the view looks at."""
    focus = shown.view.place
    if shown.resolved.level != "county" or focus == NATION:
        return lambda code: True
    if group := shown.resolved.groups.get(focus):
        return lambda code: code in group.counties
    return lambda code: code.startswith(focus[:2])


def can_be_compared(shown, said):
    """Places in focus with a reliable change; among states the table does not know which are incomplete."""
    table = shown.measured("change").table("map")
    here = table[table["place"].map(places_of(shown)) & ~table["place"].eq("72")]
    reliable = here["status"].isin(RANKED_STATUSES) & here[CHANGE].notna() & here["lower"].notna()
    found = int(reliable.sum())
    return min(said, found) if shown.resolved.level == "state" else found


# Where a figure is withheld: what is released instead is in the extract.


def fallback(shown):
    text = fallbacks_words(shown.result)
    table = shown.table("headline")
    is_held = bool(table["status"].iloc[0] in ("suppressed", "withheld"))
    claims = {"it is said of a withheld figure alone": is_held or not text}
    claims["a withheld figure is not in the table"] = not is_held or bool(pd.isna(table["value"].iloc[0]))
    if text:
        claims |= released(shown, text.partition(" instead: ")[2].removesuffix("."))
    yield told("fallback", shown, text, claims)


def released(shown, words):
    """Each figure named in place of a withheld one, among the extract's own rows."""
    return {f"in the extract: {each}": is_released(shown, each) for each in words.split("; ") if each}


def is_released(shown, clause):
    unit = re.escape(shown.entry.unit)
    said = re.fullmatch(
        rf"(?:(?P<name>.+), )?(?P<value>{NUMBER}) {unit} in (?:the year )?(?P<when>.+?)"
        r"(?:, its newest figure)?(?P<predicted>, predicted for late reports)?"
        rf"(?:, (?P<some>{NUMBER}) of (?P<all>{NUMBER}) counties released)?",
        clause,
    )
    if said is None:
        return False
    resolved, place_of = shown.resolved, shown.view.place
    codes = [place_of, place_of[:2], NATION, *resolved.groups]
    known = {resolved.label(code): code for code in codes if code in resolved.groups or code in places()}
    code = known.get(said["name"], "") if said["name"] else place_of
    rows = rows_in_period(shown, said["when"], resolved.groups[code].counties if said["all"] else [code])
    rows = rows[rows["status"].eq("predicted") == bool(said["predicted"])]
    value = as_float(said["value"])
    if not said["all"]:
        return value in set(rows["value"].dropna().round(shown.entry.decimals))
    counties = resolved.groups[code].counties
    of_sources = [part["value"] for _, part in rows.groupby("source")]
    return len(counties) == as_float(said["all"]) and any(
        (part.sum(), part.notna().sum()) == (value, as_float(said["some"])) for part in of_sources
    )


def rows_in_period(shown, when, codes):
    """The extract's own rows of places in a period that is called so."""
    rows = shown.material.by_fact[(shown.view.indicator, shown.view.drug)]
    rows = rows[rows["place"].isin(codes)]
    period = ["period_kind", "period_start", "period_end"]
    called_so = [
        dict(zip(period, each, strict=True))
        for each in rows[period].drop_duplicates().itertuples(index=False, name=None)
        if period_phrase(each[0], *(pd.Timestamp(day).date() for day in each[1:])) == when
    ]
    return pd.concat([rows.iloc[:0], *(only(rows, **each) for each in called_so)])


# What stands out.


def insight_sentences(shown):
    found = shown.answer("insights")
    table, tables = found.table, {each: shown.table(each) for each in PROFILE}
    yield told("insights", shown, "", {"at least one thing is said": len(table) > 0})
    for each, text in zip(found.found.insights, table["sentence"], strict=True):
        claims = {}
        try:
            claims |= one_insight(shown, each, text, tables)
        except AssertionError as problem:
            claims[f"the table of {each.panel} holds it: {str(problem).splitlines()[:3]}"] = False
        yield told("insights", shown, text, claims)
    yield told("insights", shown, str(sorted(table["rule"])), silence(shown, set(table["rule"]), tables))


def one_insight(shown, insight, text, tables):
    """Claims of a sentence on the table of the panel that it names."""
    rule, of = insight.rule, insight.of
    if rule in MOVED:
        check_change(insight, tables[insight.panel])
        return counts_of_insight(shown, insight, text)
    if rule == "peers":
        check_peers(insight, tables["peers"])
    if rule in ("incomplete", "complete"):
        row = only(tables["completeness"], place=of.place, indicator=of.indicator).iloc[0]
        return {"the table says from when": pd.notna(row["incomplete_from"]) == (rule == "incomplete")}
    if rule == "suppressed":
        row = newest(tables["drugs"], of, "reported")
        held = row["status"] == "suppressed" and bool(pd.isna(row["value"]))
        instead = text.partition("Released instead: ")[2].removesuffix(".")
        return {"the table says suppressed": held} | released(shown, instead)
    if rule == "no clear change":
        row = newest(tables["drugs"], of, "predicted" if of.predicted else "reported")
        limits = (row["change_lower"], row["change_upper"])
        return {
            f"the limits span zero: {limits}": side(*limits) == 0,
            "it is said": "no clear change" in text,
            "no direction is": not re.search(r"\b(up|down) \d", text),
        }
    if rule == "released":
        said = re.search(rf"({NUMBER}) of ({NUMBER}) counties", text)
        return {"some counties are not released": as_float(said[1]) < as_float(said[2])}
    return {}


def counts_of_insight(shown, insight, text):
    """That both years' counts are enough, by the trend's table or by the counts in the words."""
    if insight.rule == "laboratories":
        parts = re.findall(rf"({NUMBER}) of ({NUMBER})", text)[-2:]
        (now, whole), (before, whole_before) = (tuple(map(as_float, pair)) for pair in parts)
        points = (now / whole - before / whole_before) * 100
        return {
            f"both counts are at least {ENOUGH}": min(now, before) >= ENOUGH,
            f"their shares differ by {points}": written(points) in text,
        }
    claims = {}
    for of in filter(None, (insight.of, insight.beside)):
        view = replace(insight.view, indicator=of.indicator, drug=of.drug, place=of.place, period="")
        own = Shown(shown.material, view)
        if own.entry.counts_people:
            claims |= direction_of_counts(own, of.end, of.change.value)
    return claims


def silence(shown, rules, tables):
    """What is not said where the table's limits do not lie on one side, and is said where they do."""
    claims = {}
    for rule, name, is_one in (
        ("change", "drugs", lambda row: row["drug"] == "all"),
        ("drug", "drugs", lambda row: row["drug"] != "all"),
        ("nonfatal", "nonfatal", lambda row: row["place"] == shown.view.place),
    ):
        clear = [row for row in clear_rows(tables[name]) if is_one(row)]
        claims[f"{rule} is not said without limits that are clear of zero"] = rule not in rules or bool(clear)
    own = [
        row
        for row in clear_rows(tables["drugs"])
        if row["drug"] == "all" and row["place"] == shown.view.place and row["series"] == "reported"
    ]
    certain = [row for row in own if row["status"] in RANKED_STATUSES and not is_tail(tables, row)]
    moved = rules & {"change", "against the nation"}
    if shown.view.place not in shown.resolved.groups and few_enough(shown, certain):
        claims[f"a clear change of deaths is said: {certain[:1]}"] = not certain or bool(moved)
    return claims


def few_enough(shown, certain):
    """Whether the count of both years lets a change be told at all."""
    if not certain:
        return True
    row = certain[0]
    own = Shown(shown.material, View(place=shown.view.place))
    pairs = pairs_of_counts(own, row["period_end"])
    return bool(pairs) and all(min(pair) >= ENOUGH for pair in pairs)


def is_tail(tables, row):
    """Whether the agency's newest counts of a place are incomplete."""
    rows = only(tables["completeness"], place=row["place"], indicator=row["indicator"])
    return bool(rows["incomplete_from"].notna().any())


def clear_rows(table):
    """Newest rows of each line whose limits lie on one side of zero."""
    if "change_lower" not in table:
        return []
    line = ["place", "indicator", "drug", "series"]
    last = table[table["period_end"] == table.groupby(line)["period_end"].transform("max")]
    return last[(last["change_lower"] > 0) | (last["change_upper"] < 0)].to_dict("records")


# The strip across sectors, and ranks.


def sector_rows(shown):
    answer = shown.answer("sectors")
    if answer.found.rows:
        for said, row in zip(answer.content, answer.table.to_dict("records"), strict=True):
            text = f"{said['label']}: {said['value'] or said['absent']}, {said['change']} [{said['tone']}]"
            yield told("sectors", shown, f"{text}, {said['period']}", sector_claims(said, row))
    else:
        subtitle = answer.texts["sectors-subtitle"]
        yield told("sectors", shown, subtitle, {"its table is empty": answer.table.empty})


def sector_claims(said, row):
    entry, way = catalog.INDICATORS[row["indicator"]], side(row["lower"], row["upper"])
    words, tone = said["change"], said["tone"]
    has_percent = bool(re.match(r"^[+−]?[\d,.]+%", words))
    wanted = ""
    if way and entry.more_is_worse is not None and "incomplete" not in words:
        wanted = "bad" if (way == 1) == entry.more_is_worse else "good"
    claims = {
        "a figure is said exactly where the table has one": bool(said["value"]) == pd.notna(row["value"]),
        f"percent are said exactly where there are limits: {way}": has_percent == (way is not None),
        f"no clear change exactly where they span zero: {way}": ("no clear change" in words) == (way == 0),
        f"its tone is {wanted!r}": tone == wanted,
        "an earlier figure is said where no limits are": words.startswith("from ")
        == pd.notna(row["year_earlier"]),
    }
    if has_percent:
        claims[f"it is {row['change_percent']}"] = words.startswith(signed_percent(row["change_percent"]))
    if way and entry.counts_people:
        before = row["value"] / (1 + row["change_percent"] / 100)
        claims[f"both counts are at least {ENOUGH}: {before} to {row['value']}"] = (
            min(row["value"], round(before)) >= ENOUGH
        )
    if pd.notna(row["value"]) and not entry.categories:
        decimals = 1 if entry.measures[0] == "share" else entry.decimals
        claims[f"it is {row['value']}"] = said["value"].startswith(number(row["value"], decimals))
    return claims


def peer_cells(shown):
    answer = shown.answer("peers")
    content = answer.content["table"]
    if content is None:
        yield told("peers", shown, answer.texts["peers-subtitle"], {"its table is empty": answer.table.empty})
        return
    for cells, row in zip(content["rows"], answer.table.to_dict("records"), strict=True):
        claims = rank_claims("among all", cells[2], row["rank"], row["ranked"])
        if len(cells) > 3:
            claims |= rank_claims("among peers", cells[3], row["rank_among_peers"], row["peers_ranked"])
            claims |= median_claims(cells[4], row)
        decimals = catalog.INDICATORS[row["indicator"]].decimals_of(
            "rate" if " per " in row["unit"] else "count"
        )
        if pd.notna(row["value"]):
            claims[f"it is {row['value']}"] = cells[1].startswith(number(row["value"], decimals))
        yield told("peers", shown, "; ".join(cells), claims)


def rank_claims(among, words, rank, ranked):
    if pd.isna(rank):
        return {f"{among} there is no rank": words == "no rank"}
    return {f"{among} it is {rank} of {ranked}": words.startswith(f"{number(rank)} of {number(ranked)} ")}


def median_claims(words, row):
    least, most = row["median_of_peers_least"], row["median_of_peers_most"]
    if pd.isna(least) or pd.isna(most):
        wanted = "–" if pd.isna(least) else "cannot be stated"
        return {f"the median {wanted}: {least}, {most}": words.startswith(wanted)}
    said = re.match(rf"(?:between ({NUMBER}) and )?({NUMBER})", words)
    if said is None:
        return {f"the median is within {least} and {most}": False}
    low, high = as_float(said[1] or said[2]), as_float(said[2])
    held = re.search(rf"\(({NUMBER}) of ({NUMBER}) without a figure\)", words)
    counted = (as_float(held[1]), as_float(held[2])) if held else (0, row["peers_listed"])
    return {
        f"the median is within {least} and {most}": (low, high) == (least, most) and low <= high,
        "between two figures that differ": not said[1] or low < high,
        "peers without a figure are counted": counted == (row["peers_withheld"], row["peers_listed"]),
    }


OF_VIEW = (trend_title, headline_tiles, map_subtitle, rising_title, fallback)
OF_PLACE = (insight_sentences, sector_rows, peer_cells)
"""What a profile says does not depend on the view."""
PROFILE = [each.id for each in appearing_in(Where.PROFILE)]


# The places, the views, and the tests.


def chosen_places(material, chance):
    """Forty places of every kind, the same in every run on an extract."""
    counts = material.view("measure=count&level=county").table("map")
    deaths = counts["deaths"]
    kinds = (
        counts["status"].eq("suppressed"),
        deaths.eq(0),
        deaths.ge(LARGE),
        deaths.between(*SMALL),
    )
    codes = [code for code, known in places().items() if known.kind == "state" and code not in ALWAYS]
    chosen = [*ALWAYS, *chance.sample(sorted(codes), STATES), *hardest_changes(material)]
    for kind in kinds:
        there = sorted(set(counts.loc[kind.fillna(False), "place"]) - set(chosen))
        chosen += chance.sample(there, min(OF_A_KIND, len(there)))
    rest = sorted(set(counts["place"]) - set(chosen))
    return [*chosen, *chance.sample(rest, max(0, PLACES - len(chosen)))][: max(PLACES, len(ALWAYS))]


def hardest_changes(material):
    """Counties whose limits are clear of zero on too few people, or clear by less than the digits show."""
    table = material.view("measure=change&level=county").table("map")
    clear = table["lower"].gt(0) | table["upper"].lt(0)
    few = table.loc[clear & table["status"].eq("unreliable"), "place"].head(OF_THE_HARDEST)
    near = table.loc[table["lower"].eq(0) | table["upper"].eq(0), "place"].head(OF_THE_HARDEST)
    return [*few, *near]


def views_of(code, chance):
    """Views of a place, all six in `make test-full`; the drug and the other indicator are drawn."""
    drug = chance.choice(("synthetic_opioids", "cocaine", "psychostimulants", "heroin"))
    other = chance.choice([each for each in explorable_in("public") if each != "deaths"])
    parts = ["&measure=change", "&measure=count", "&level=state", f"&drug={drug}", f"&indicator={other}"]
    chosen = parts if is_full() else chance.sample(parts, 2)
    return [f"place={code}{part}" for part in ("", *chosen)]


@pytest.fixture(
    scope="module",
    params=[
        "simulated_extract",
        pytest.param(
            "real_extract",
            marks=[
                pytest.mark.sources,
                pytest.mark.skipif(not SOURCES.is_dir(), reason="no agency files in ../shared/sources"),
            ],
        ),
    ],
)
def material(request, simulated_extract, outlines):
    extract = request.getfixturevalue(request.param)
    observations = pd.read_parquet(open_extract(extract).table("observations"))
    plain = observations[["sex", "age", "race_ethnicity", "intent"]].eq("all").all(axis=1)
    return Material(Store(extract), outlines, observations[plain])


@pytest.fixture(scope="module")
def shown_views(material):
    """Place → its views, the default one first."""
    chance = random.Random(SEED)
    chosen = chosen_places(material, chance)
    return {code: [material.view(query) for query in views_of(code, chance)] for code in chosen}


@pytest.fixture(scope="module")
def sentences(shown_views):
    found = []
    for views in shown_views.values():
        for shown in views:
            found += [each for section in OF_VIEW for each in section(shown)]
        found += [each for section in OF_PLACE for each in section(views[0])]
    return found


def test_forty_places_of_every_kind_are_asked_for(shown_views):
    assert len(shown_views) == PLACES
    assert set(ALWAYS) <= set(shown_views)


def test_hundreds_of_sentences_are_read(sentences):
    read = {each.text for each in sentences if each.section != "legend"}
    assert len(read) >= FEWEST
    assert {each.section for each in sentences} == set(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_no_sentence_is_contradicted_by_its_table(sentences, section):
    wrong = [
        f"{each.where}: {each.text} | {'; '.join(each.wrong)}"
        for each in sentences
        if each.section == section and each.wrong
    ]
    assert wrong == []


def test_the_scanner_finds_what_must_not_be_said():
    for text in ("is 395 days late", "the agency is late", "Overdue by a month", "delayed"):
        assert LATE.search(text)
    for text in ("late records may arrive", "predicted for late reports", "later"):
        assert not LATE.search(text)
    assert NOT_ONE.search("Of 1 counties, 1 suppressed") and not NOT_ONE.search("21 counties, 1 county")
    assert ONE_FIGURE_TWICE.search("5 to 5") and not ONE_FIGURE_TWICE.search("15 to 5 or 5 to 5.5")


@pytest.fixture(scope="module")
def site_words(material, shown_views):
    """Every text of the site for those places and views."""
    said = set(fixed_words())
    store, outlines = material.store, material.outlines
    for code, views in shown_views.items():
        said.update(strings_of(place.content(store, outlines, f"/place/{code}", "")))
        said.update(strings_of(explore_page.answer(store, outlines, f"place={code}", {})))
        for shown in views:
            said.update(words_of_panels(shown, shown is views[0]))
    said.update(strings_of([data_sources.content(store), suppression.content(store)]))
    return {text for text in said if " " in text}


def words_of_panels(shown, is_first):
    """What every panel says of a view; those of a profile once a place."""
    for each in panels():
        if Where.PROFILE in each.appears_in and not is_first:
            continue
        answer = shown.answer(each.id)
        if answer.is_there:
            yield from strings_of([answer.texts, answer.content, list(captions_of(answer))])
    yield from texts_of(legend(shown.view, shown.result.map))


def captions_of(answer):
    said = answer.captions
    return (said.title, said.subtitle, said.alternative, said.foot, said.stands)


def fixed_words():
    """Texts that are the same for every view: pages before their answer, decks, entries of the catalog."""
    yield from strings_of([explore_layout.layout("/outlines.json", "/grid.js"), brief_page.layout()])
    yield from strings_of([each.reading for each in panels() if not callable(each.reading)])
    pages = [each for deck in vars(ready_decks).values() if isinstance(deck, tuple) for each in deck]
    yield from (
        words for each in pages if isinstance(each, ready_decks.Page) for words in (each.words, each.notes)
    )
    entries = [*catalog.INDICATORS.values(), *catalog.DRUGS.values(), *catalog.SOURCES.values()]
    yield from map(repr, entries)
    yield from catalog.STATUS_WORDS.values()
    for path in (PROJECT / "assets").rglob("*.js"):
        yield from re.findall(r"\"[^\"\n]*\"|`[^`]*`", path.read_text(encoding="utf-8"))


@pytest.mark.full
def test_no_agency_is_called_late(site_words):
    assert len(site_words) > 2000
    assert sorted(text for text in site_words if LATE.search(text)) == []


def test_no_sentence_counts_one_as_many_or_writes_what_is_no_number(sentences):
    wrong = [
        f"{each.section}, {each.where}: {each.text}"
        for each in sentences
        if NOT_ONE.search(each.text) or NO_NUMBER.search(each.text)
    ]
    assert wrong == []


@pytest.mark.full
def test_no_text_of_the_site_counts_one_as_many(site_words):
    assert sorted(text for text in site_words if NOT_ONE.search(text)) == []
