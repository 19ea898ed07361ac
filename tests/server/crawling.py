"""How to find a held-back figure in an answer of any kind."""

import base64
import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from datetime import date
from html import unescape
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from held_figures import DRUGS, SHORT, SOURCE, TELLING
from openpyxl import load_workbook
from pypdf import PdfReader

from model.observations import HELD_STATUSES
from model.places import label
from model.view import parse_view

NO_FIGURE = np.iinfo(np.int32).min
NO_CLASS = 255
OF_SECOND = "_second"
"""Ends the columns of the second map in a file of both."""
NEAR = 60
"""Letters after a name within which its figure would stand."""
BESIDE = frozenset(
    (
        "place",
        "name",
        "state",
        "series",
        "source",
        "indicator",
        "drug",
        "place_kind",
        "basis",
        "period_kind",
        "period_start",
        "period_end",
        "sex",
        "age",
        "race_ethnicity",
        "intent",
        "status",
        "note",
        "as_of",
        "reason",
        "scope",
        "figure",
        "denominator",
        "sector",
        "unit",
        "counties",
        "whole",
        "panel",
        "counties_released",
        "status_second",
        "reason_second",
        "facet",
        "dimension",
        "stratum",
        "level",
    )
)
"""Columns of a row that say what it is, or what everybody knows: no figure of it."""


def year_of(text):
    """Year of a day or a month as written in an answer; 0 where there is none or it is no end of a year."""
    found = re.match(r"(\d{4})-12", str(text))
    return int(found[1]) if found else 0


def is_number(value):
    if value is None or isinstance(value, (bool, date, np.bool_)) or value is pd.NA or value is pd.NaT:
        return False
    try:
        return not np.isnan(float(str(value).replace(",", "").replace("−", "-")))
    except ValueError:
        return False


def leaks_of_rows(figures, rows, link, sources=""):
    """Rows of held-back figures with any number of their own.

    Parameters
    ----------
    rows
        As name → value.
    link
        The view that the rows are of, as settled.
    sources
        What is said of where they come from.
    """
    rows = list(rows)
    view = parse_view(link)[0]
    if rows and any(name.endswith(OF_SECOND) for name in rows[0]):
        second = {"drug": view.drug2 or view.drug, "measure": view.measure2 or view.measure}
        second |= {"kind": "year", "period": view.period2 or view.period}
        rest = [{name: row[name] for name in row if not name.endswith(OF_SECOND)} for row in rows]
        other = [
            {"place": row["place"]}
            | {name.removesuffix(OF_SECOND): row[name] for name in row if name.endswith(OF_SECOND)}
            for row in rows
        ]
        link_of_second = urlencode({name: value for name, value in second.items() if value})
        return leaks_of_rows(figures, rest, link) + leaks_of_rows(figures, other, link_of_second)
    partners_alone = SHORT in sources and sources.count("data through") == 1
    found = []
    for row in rows:
        numbers = {name: value for name, value in row.items() if name not in BESIDE and is_number(value)}
        if not numbers:
            continue
        drug, place = row.get("drug") or view.drug, str(row.get("place") or view.place)
        if row.get("indicator", view.indicator) != "deaths":
            continue
        # A view of a period to come shows the newest there is.
        year = min(year_of(row.get("period_end") or view.period or f"{figures.latest}-12"), figures.latest)
        key = (place, drug, year)
        held = figures.held.get(key)
        said = row.get("status") in HELD_STATUSES
        changes = (
            view.measure == "change" and "series" not in row and figures.secret(place, drug, year, "change")
        )
        # Counties have figures of these drugs from nobody else; states have agencies' as well.
        ours = len(place) == 5 or partners_alone or row.get("source") == SOURCE
        same = held and held.value >= TELLING and any(float(v) == held.value for v in numbers.values())
        if held and row.get("source", SOURCE) == SOURCE and (ours or said or same):
            found.append((key, numbers))
        elif changes and ours:
            shown = {name: value for name, value in numbers.items() if "change" in name or "%" in name}
            if shown:
                found.append((key, shown))
        elif said and not held and drug in DRUGS and len(place) == 5:
            found.append((key, numbers))
    return found


def leaks_of_facts(figures, text, link):
    """Held-back numbers that a text says near the name or code of their place, for places in focus."""
    view = parse_view(link)[0]
    found = []
    for place in {view.place, *view.compare}:
        drugs = {view.drug, view.drug2 or view.drug}
        # Another drug of the view may have been counted as often, and be released.
        released = set().union(*(figures.released.get((place, drug), set()) for drug in drugs))
        for drug in drugs:
            for held in figures.of_place(place, drug):
                numbers = held.printed - released
                if not numbers:
                    continue
                near = "|".join(re.escape(each) for each in sorted(numbers))
                name = f"{re.escape(label(place))}|\\b{place}\\b"
                # Behind a semicolon, a cross or a part of a link another thing is spoken of, and a figure
                # that names another year is of that one; a percentage is no count.
                between = rf"(?:(?!\(seen )[^;×&=]){{0,{NEAR}}}?"
                other_year = rf"(?! in (?!{held.year})\d{{4}})"
                match = re.search(
                    rf"(?:{name}){between}(?<![\d.,−-])(?:{near})(?![\d,.]*\d|%){other_year}", text, re.S
                )
                if match:
                    found.append((held, match[0]))
    return found


def facts_and_rows(content):
    """Facts by name, and rows, of a CSV file of a panel."""
    lines = content.removeprefix("\ufeff").splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    facts = {}
    for line in lines[:count]:
        name, _, words = line.removeprefix("# ").partition(": ")
        facts[name] = f"{facts[name]} {words}" if name in facts else words
    return facts, list(csv.DictReader(lines[count:]))


def leaks_of_csv(figures, content, link=""):
    facts, rows = facts_and_rows(content)
    return leaks_of_rows(
        figures, rows, facts.get("View", link).partition("?")[2] or link, facts.get("Source", "")
    )


def leaks_of_workbook(figures, content, link):
    book = load_workbook(io.BytesIO(content), read_only=True)
    found = []
    for sheet in book.worksheets:
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        start = next((number for number, line in enumerate(lines) if "status" in line), None)
        if start is not None:
            names = lines[start]
            rows = (dict(zip(names, line, strict=False)) for line in lines[start + 1 :])
            found += leaks_of_rows(figures, rows, link)
    return found


def leaks_of_parquet(figures, content, link):
    rows = pd.read_parquet(io.BytesIO(content)).to_dict("records")
    return leaks_of_rows(figures, rows, link)


def vector(packed, kind=np.int32):
    return np.frombuffer(base64.b64decode(packed), dtype=kind)


def leaks_of_map(figures, answered, places, drug, year, measure):
    """Held-back places with a figure in any vector of a map."""
    if not answered.get("classes"):
        return []
    secret = np.array([figures.secret(place, drug, year, measure) for place in places])
    own = np.array([figures.secret(place, drug, year) for place in places])
    wrong = [
        (name, where)
        for name, absent, where in (
            ("shown", NO_FIGURE, secret),
            ("lower", NO_FIGURE, secret),
            ("upper", NO_FIGURE, secret),
            ("rank", 0, secret),
            ("count", NO_FIGURE, own),
        )
        for vectored in [vector(answered[name])]
        if (vectored[where] != absent).any()
    ]
    if (vector(answered["classes"], np.uint8)[secret] != NO_CLASS).any():
        wrong.append(("classes", secret))
    return [("map", drug, year, name) for name, _ in wrong]


def leaks_of_small_maps(figures, answered, places, view, year):
    found = []
    for shown in answered.get("maps", []):
        by_drug = answered["part"] == "drug"
        drug = shown["value"] if by_drug else view.drug
        of = year if by_drug else year_of(shown["value"])
        if drug not in DRUGS:
            continue
        codes = vector(shown["codes"], np.uint8)
        figured = np.array([look[1] != answered["no_figure"] for look in answered["looks"]])[codes]
        secret = np.array([figures.secret(place, drug, of, view.measure) for place in places])
        if figured[secret].any():
            found.append(("small map", drug, of))
    return found


def leaks_of_frames(figures, content, places_of, view):
    (length,) = struct.unpack_from("<I", content)
    head = json.loads(content[4 : 4 + length])
    codes, at, found = np.frombuffer(content, dtype=np.uint8, offset=4 + length), 0, []
    for period in head["periods"]:
        of, at = codes[at : at + period["places"]], at + period["places"]
        places, year = places_of(head["level"]), year_of(period["period"])
        secret = np.array([figures.secret(place, view.drug, year, view.measure) for place in places])
        if len(places) == len(of) and (of[secret] % head["step"] != head["no_figure_code"]).any():
            found.append(("frame", view.drug, year))
    return found


def leaks_of_trend(figures, chart, view):
    """Lines of places whose held-back years have a value, an interval or a card."""
    found, drawn = [], (chart or {}).get("data", [])
    places = {label(place): place for place in (view.place, *view.compare)}
    for trace in drawn:
        place = places.get(str(trace.get("name", "")).partition(" (")[0])
        if place is None:
            continue
        beside = trace.get("customdata") or [None] * len(trace["x"])
        for day, value, more in zip(trace["x"], trace["y"], beside, strict=False):
            if day is None or not str(day).endswith("-01-01"):
                continue
            said = [value, *(more if isinstance(more, list) else [more])]
            if figures.secret(place, view.drug, int(day[:4])) and any(map(is_number, said)):
                found.append((place, view.drug, day, said))
    return found


def leaks_of_answer(figures, answer, outlines):
    """Of all that is painted on the Explore page."""
    view = parse_view(answer["query"])[0]
    places_of = {"county": outlines.county_places, "state": outlines.state_places}
    year = year_of(answer["controls"]["period"]["value"])
    found = leaks_of_facts(figures, json.dumps(answer["texts"], ensure_ascii=False), answer["query"])
    found += leaks_of_facts(figures, json.dumps(answer["alternatives"], ensure_ascii=False), answer["query"])
    if view.indicator != "deaths" or SHORT not in answer["texts"]["map-foot"]:
        return found
    found += leaks_of_trend(figures, answer["charts"]["trend"], view)
    places = places_of.get(answer["map"]["level"], ())
    found += leaks_of_map(figures, answer["map"], places, view.drug, year, view.measure)
    second = answer["panels"]["map2"]
    if second.get("mode") == "two" and view.indicator2 in ("", "deaths"):
        drug, measure = view.drug2 or view.drug, view.measure2 or view.measure
        of = year_of(view.period2) or year
        if drug in DRUGS and (measure == view.measure or measure != "smoothed"):
            found += leaks_of_map(figures, second, places_of[second["level"]], drug, of, measure)
    small = answer["panels"]["small-maps"]
    if small.get("maps"):
        found += leaks_of_small_maps(figures, small, places_of[small["level"]], view, year)
    return found


def text_of(content):
    """Words of HTML or SVG, without tags and what they carry."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", content)))


def leaks_of_svg(figures, content, link):
    root = ElementTree.fromstring(content)
    carried = [part.text or "" for part in root.iter() if part.get("id") == "data"]
    found = [leak for data in carried for leak in leaks_of_csv(figures, data, link)]
    assert carried, "a picture carries its table"
    drawn = " ".join(part.text or "" for part in root.iter() if part.get("id") != "data")
    return found + leaks_of_facts(figures, drawn, link)


def leaks_of_png(figures, content, link):
    at, found, carried = 8, [], 0
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind == b"iTXt":
            name, _, rest = content[at + 8 : at + 8 + length].partition(b"\0")
            text = zlib.decompress(rest[4:]).decode()
            carried += name == b"Data"
            found += (
                leaks_of_csv(figures, text, link) if name == b"Data" else leaks_of_facts(figures, text, link)
            )
        at += 12 + length
    assert carried == 1, "a picture carries its table"
    return found


def leaks_of_document(figures, kind, content, link):
    if kind == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif kind == "html":
        text = text_of(content.decode())
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
        text = " ".join(map(text_of, texts))
    assert label(parse_view(link)[0].place) in text
    return leaks_of_facts(figures, re.sub(r"\s+", " ", text), link)


def link_of(text):
    """Settled view of a file that says it."""
    return facts_and_rows(text)[0].get("View", "").partition("?")[2]
