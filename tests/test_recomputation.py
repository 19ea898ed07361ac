"""Figures drawn by seed, recomputed from the agencies' raw files, against what the app answers.

Nothing of the app's own reading or arithmetic is used: the files are read by pandas, intervals come from
scipy, and every rule is written here once more. What the API answers and what the panels' files say has to
be the same.
"""

import calendar
from collections import Counter
from functools import cache

import api_client
import numpy as np
import pandas as pd
import pytest
from agreement import table_of, value_of
from fastapi import FastAPI
from fastapi.testclient import TestClient
from scipy.stats import binomtest, chi2
from support import SOURCES

from pages import downloads

pytestmark = [
    pytest.mark.sources,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="no agency files in ../shared/sources"),
]

SEED = 20_250_228
LEAST_FIGURES, LEAST_OF_A_SOURCE, LEAST_DERIVED = 300, 15, 60
KEYS = ["part", "indicator", "drug", "place", "kind", "period", "value", "status"]
"""What tells a figure; `part` names what is drawn from separately, such as a file or a kind of place."""
NO_ROW = "no row"
"""Status of a figure that the agency does not give and that must not be answered either."""
LATE = 1.02
"""A prediction above this many times what is reported has no interval."""
RELIABLE_FROM = 20


# Reading the raw files


@cache
def raw(pattern):
    """Every cell of the files as text, with the name of the file."""
    paths = sorted(SOURCES.glob(pattern))
    assert paths, pattern
    return pd.concat([_one(path).assign(file=path.name) for path in paths], ignore_index=True)


def _one(path):
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("latin-1")
    frame = pd.read_csv(pd.io.common.StringIO(text), dtype=str, keep_default_na=False)
    return frame.rename(columns=str.strip).apply(lambda cells: cells.str.strip())


def numbers(cells):
    """Numbers of cells that hold one; thousands may have commas."""
    return pd.to_numeric(cells.str.replace(",", ""), errors="coerce")


def read(cells, withheld, shown="ok"):
    """Value and status of cells in which words or symbols say why there is no figure."""
    value = numbers(cells)
    status = cells.map(lambda cell: withheld.get(cell, shown))
    # Whatever is neither a number nor a word known here would pass for a figure that is shown.
    assert value.notna().eq(~cells.isin(list(withheld))).all()
    return {"value": value, "status": status}


def tall(frame, **columns):
    """Figures of one form; columns that are left out are those of most sources."""
    found = pd.DataFrame(columns, index=frame.index)
    return found if "drug" in found else found.assign(drug="all")


@cache
def state_codes():
    """Postal abbreviation → code, as the dispensing files have them."""
    rows = raw("cdc-dispensing/State Naloxone*.csv")
    return dict(zip(rows["STATE_ABBREV"], rows["STATE_FIPS"], strict=True)) | {"PR": "72", "US": "US"}


def month_numbers(words):
    return words.str[:3].str.title().map({name: n for n, name in enumerate(calendar.month_abbr)}).astype(int)


def months(years, numbers):
    return years.astype(str) + "-" + numbers.astype(int).map("{:02d}".format)


# Every source's figures, one row each


def vsrr_county():
    rows = raw("cdc-vsrr-county/*.csv")
    count = numbers(rows["Provisional Drug Overdose Deaths"])
    status = np.where(rows["Footnote"].str.contains("suppressed"), "suppressed", "missing")
    return tall(
        rows,
        part=rows["Year"],
        indicator="deaths",
        place=rows["FIPS"].str.zfill(5),
        kind="12-month-ending",
        period=months(rows["Year"], numbers(rows["Month"])),
        value=count,
        status=np.where(count.notna(), "provisional", status),
    )


STATE_INDICATORS = {
    "Number of Deaths": ("deaths_all_causes", "all"),
    "Percent with drugs specified": ("drugs_specified", "all"),
    "Number of Drug Overdose Deaths": ("deaths", "all"),
    "Opioids (T40.0-T40.4,T40.6)": ("deaths", "opioids"),
    "Heroin (T40.1)": ("deaths", "heroin"),
    "Natural & semi-synthetic opioids (T40.2)": ("deaths", "natural_opioids"),
    "Methadone (T40.3)": ("deaths", "methadone"),
    "Synthetic opioids, excl. methadone (T40.4)": ("deaths", "synthetic_opioids"),
    "Natural & semi-synthetic opioids, incl. methadone (T40.2, T40.3)": (
        "deaths",
        "natural_opioids_methadone",
    ),
    "Natural, semi-synthetic, & synthetic opioids, incl. methadone (T40.2-T40.4)": (
        "deaths",
        "natural_synthetic_opioids_methadone",
    ),
    "Cocaine (T40.5)": ("deaths", "cocaine"),
    "Psychostimulants with abuse potential (T43.6)": ("deaths", "psychostimulants"),
}


@cache
def state_rows():
    """Reported and predicted values of the state file; New York as the two areas that it reports as."""
    rows = raw("cdc-vsrr-state/*.csv")
    named = rows["Indicator"].map(STATE_INDICATORS)
    codes = state_codes() | {"NY": "NY-REST", "YC": "NYC"}
    return pd.DataFrame(
        {
            "indicator": named.str[0],
            "drug": named.str[1],
            "place": rows["State"].map(codes),
            "period": months(rows["Year"], month_numbers(rows["Month"])),
            "reported": numbers(rows["Data Value"]),
            "predicted": numbers(rows["Predicted Value"]),
            "pending": numbers(rows["Percent Pending Investigation"]),
            "note": rows["Footnote"],
            "flagged": rows["Footnote"].str.contains("Underreported"),
        }
    )


@cache
def new_york():
    """The state as the sum of the city and the rest, where both are shown."""
    rows = state_rows()
    rows = rows[rows["place"].isin(["NYC", "NY-REST"]) & rows["indicator"].ne("drugs_specified")]
    summed = rows.groupby(["indicator", "drug", "period"], as_index=False).agg(
        reported=("reported", lambda cells: cells.sum(min_count=2)),
        predicted=("predicted", lambda cells: cells.sum(min_count=2)),
        flagged=("flagged", "any"),
    )
    return summed.assign(place="36")


def vsrr_state():
    rows = state_rows()
    why = np.where(rows["note"].str.contains("suppressed"), "suppressed", "not_reported")
    shown = np.where(rows["reported"].notna(), "provisional", why)
    parts = np.where(rows["place"].isin(["US", "NYC", "NY-REST"]), "other", "state")
    reported = rows.assign(part=parts, value=rows["reported"], status=shown)
    state = new_york().dropna(subset="reported")
    state = state.assign(part="new york", value=state["reported"], status="provisional")
    pending = rows[rows["indicator"].eq("deaths") & rows["drug"].eq("all") & rows["pending"].notna()]
    pending = pending.assign(
        part="pending", indicator="records_pending", value=pending["pending"], status="provisional"
    )
    modeled = pd.concat([rows.assign(part="state"), new_york().assign(part="new york")])
    status = np.where(modeled["predicted"].notna(), "predicted", NO_ROW)
    modeled = modeled.assign(value=modeled["predicted"], status=status)
    # Where a prediction is absent nothing is answered: it is drawn as a figure that must not be there.
    return pd.concat([reported, state, pending, modeled]).assign(kind="12-month-ending")


def wonder_county():
    rows = raw("cdc-wonder/*.csv")
    year = rows["file"].str[:4]
    cells = read(rows["Deaths"], {"Suppressed": "suppressed", "Missing": "missing"})
    # A county of no residents is gone; its 0 deaths are filed under its successors.
    gone = rows["Population"].eq("0") & rows["Deaths"].eq("0")
    return tall(
        rows,
        part=year,
        indicator="deaths",
        place=rows["FIPS"].str.zfill(5),
        kind="year",
        period=year + "-12",
        value=cells["value"].mask(gone),
        status=cells["status"].mask(gone, "missing"),
        denominator=numbers(rows["Population"]),
    )


DOSE_DRUGS = {
    "drug": "all",
    "alldrug": "all",
    "opioid": "opioids",
    "fentanyl": "fentanyl",
    "heroin": "heroin",
    "stimulant": "stimulants",
    "cocaine": "cocaine",
    "methamphetamine": "methamphetamine",
    "benzodiazepine": "benzodiazepines",
}
DOSE_COUNTS = {"suppressed": "suppressed", "NA": "not_reported"}


def dose_syndromic():
    rows = raw("cdc-dose/DOSE_SyS J*.csv")
    symbols = {"*": "suppressed", "§": "not_reported", "¶": "not_participating"}
    facts = {
        "part": rows["rate_time"],
        "indicator": "syndromic_visits",
        "place": rows["jurisdiction"].map(state_codes()),
        "kind": rows["rate_time"].map({"Monthly": "month", "Annual": "12-month-ending"}),
        "period": months(rows["year"], numbers(rows["month"])),
    }
    columns = {name: name.removesuffix("_rate") for name in rows if name.endswith("_rate")}
    return pd.concat(
        tall(rows, **facts, **read(rows[column], symbols), drug=DOSE_DRUGS[word])
        for column, word in columns.items()
    )


def dose_discharge_state():
    rows = raw("cdc-dose/DOSE_dx J*.csv")
    whole = rows["month"].eq("all")
    facts = {
        "part": np.where(rows["jurisdiction"].eq("US"), "nation", rows["time_frame"]),
        "indicator": rows["dataset"].map({"ED": "ed_visits", "HOSP": "hospitalizations"}),
        "place": rows["jurisdiction"].map(state_codes()),
        "kind": np.where(whole, "year", "month"),
        "period": months(rows["year"], numbers(rows["month"].mask(whole, "12"))),
        "denominator": numbers(rows["population"]),
    }
    columns = {name: name.removeprefix("count_") for name in rows if name.startswith("count_")}
    return pd.concat(
        tall(rows, **facts, **read(rows[column], DOSE_COUNTS), drug=DOSE_DRUGS[word])
        for column, word in columns.items()
    )


def dose_discharge_county():
    rows = raw("cdc-dose/DOSE_dx C*.csv")
    pooled = rows["type"].eq("5 year")
    return tall(
        rows,
        part=rows["type"],
        indicator="ed_visits",
        place=rows["fips"].str.zfill(5),
        kind=np.where(pooled, "pooled years", "year"),
        period=rows["year"].str[-4:] + "-12",
        **read(rows["count_alldrug"], DOSE_COUNTS),
        denominator=numbers(rows["population"].mask(pooled, rows["person_years"])),
    )


def dispensing(name, pattern, code):
    """The three files of dispensing rates; each has the name of its source for its indicator."""
    rows = raw(f"cdc-dispensing/{pattern}.csv")
    rate = next(column for column in rows if column.endswith("dispensing_rate"))
    return tall(
        rows,
        part=name,
        indicator=name,
        place=rows[code],
        kind="year",
        period=rows["YEAR"] + "-12",
        **read(rows[rate], {"Data unavailable": "not_reported"}),
    )


SEIZED_DRUGS = {
    "Cocaine": "cocaine",
    "Ecstasy": "ecstasy",
    "Fentanyl": "fentanyl",
    "Heroin": "heroin",
    "Ketamine": "ketamine",
    "Khat (Catha Edulis)": "khat",
    "Lsd": "lsd",
    "Marijuana": "marijuana",
    "Methamphetamine": "methamphetamine",
    "Other Drugs**": "other",
}


def seizures(pattern, area_column):
    """Sums of a file over regions and land filters, by area, by component and, nationwide, of all."""
    rows = raw(f"cbp-seizures/{pattern}*.csv")
    month = month_numbers(rows["Month (abbv)"])
    rows = rows.assign(
        drug=rows["Drug Type"].map(SEIZED_DRUGS),
        # Fiscal years begin in October of the year before.
        period=months(rows["FY"].str[:4].astype(int) - month.ge(10), month),
        seized_events=numbers(rows["Count of Event"]),
        seized_weight=numbers(rows["Sum Qty (lbs)"]),
        area=rows[area_column].map(lambda text: text.title() if text.isupper() else text),
        nation="US",
    )
    by = ["Component", "nation"] if pattern == "nationwide" else ["Component"]
    found = [_seized(rows, "area"), *(_with_zeros(rows, column) for column in by)]
    return pd.concat(found).assign(kind="month", status="ok")


def _seized(rows, by):
    summed = rows.groupby(["file", by, "drug", "period"], as_index=False)[["seized_events", "seized_weight"]]
    long = summed.sum().melt(["file", by, "drug", "period"], var_name="indicator")
    return long.rename(columns={by: "place"}).assign(part=long["file"] + by)


def _with_zeros(rows, by):
    """With the months of a file in which nothing was seized of a drug that is seized in others of them."""
    found = []
    for _, of_file in rows.groupby("file"):
        held = _seized(of_file, by).set_index(["part", "indicator", "place", "drug", "period"])["value"]
        every = pd.MultiIndex.from_product(
            [held.index.unique(name) for name in held.index.names], names=held.index.names
        )
        handled = set(zip(held.index.get_level_values(2), held.index.get_level_values(3), strict=True))
        every = every[[(place, drug) in handled for _, _, place, drug, _ in every]]
        found.append(held.reindex(every, fill_value=0.0).reset_index())
    return pd.concat(found)


LAB_DRUGS = {
    "fentanyl": "fentanyl",
    "4-anpp": "anpp",
    "acetyl fentanyl": "acetylfentanyl",
    "carfentanil": "carfentanil",
    **{f"{word}fluorofentanyl": "fluorofentanyl" for word in ("", "para-", "ortho-", "meta-", "3-")},
    "heroin": "heroin",
    "xylazine": "xylazine",
    "medetomidine": "medetomidine",
    "dexmedetomidine": "medetomidine",
    "cocaine": "cocaine",
    "methamphetamine": "methamphetamine",
    "gabapentin": "gabapentin",
    "alprazolam": "alprazolam",
    "ketamine": "ketamine",
}
LAB_CLASSES = {"Fentanyl and Fentanyl-related": "fentanyl_related", "Benzodiazepines": "benzodiazepines"}
NO_SUBSTANCE = frozenset({"No substance identified", ""})
"""Categories of reports that are of no drug, and not in the total of which shares are taken."""


def lab_reports(rows, status, kind, of_all_drugs):
    """Reports by state and of the nation, which is every row; 0 where a state has rows but none of a drug.

    Parameters
    ----------
    rows
        `state, base, category, period, reports`.
    of_all_drugs
        Whether the rows are of all drugs, so that they have a total.
    """
    found = [
        rows.assign(drug=words.map(drugs)).dropna(subset="drug")
        for words, drugs in ((rows["base"].str.lower(), LAB_DRUGS), (rows["category"], LAB_CLASSES))
    ]
    places = pd.concat([rows, rows.assign(state="US")])[["state", "period"]].drop_duplicates()
    every = rows[~rows["category"].isin(NO_SUBSTANCE)].assign(drug="all")
    named = pd.concat([*found, every] if of_all_drugs else found)
    named = pd.concat([named, named.assign(state="US")])
    grid = places.merge(named[["drug", "period"]].drop_duplicates(), on="period")
    summed = named.groupby(["state", "period", "drug"], as_index=False)["reports"].sum()
    grid = grid.merge(summed, on=["state", "period", "drug"], how="left").fillna({"reports": 0.0})
    grid["place"] = grid["state"].map(state_codes())
    return (
        grid[grid["place"].notna()]
        .rename(columns={"reports": "value"})
        .assign(
            part=grid["state"].eq("US").map({True: "nation", False: "state"})
            + grid["drug"].eq("all").map({True: " total", False: ""}),
            indicator="lab_reports",
            kind=kind,
            status=status,
        )
    )


@cache
def lab_table():
    rows = raw("dea-nflis/NFLIS-Drug_total*.csv")
    return pd.DataFrame(
        {
            "state": rows["State"],
            "base": rows["BaseDescription"],
            "category": rows["DrugCategory"],
            "period": rows["SHEET_YEAR"] + "-12",
            "reports": numbers(rows["ReportCount"]),
        }
    )


def nflis_state():
    return lab_reports(lab_table(), "ok", "year", of_all_drugs=True)


def nflis_query():
    rows = raw("dea-nflis/NFLIS_Drug_DQS*.csv")
    halves = {"SA1 (JAN - JUN)": "-06", "SA2 (JUL - DEC)": "-12"}
    asked = pd.DataFrame(
        {
            "state": rows["STATE"],
            "base": rows["BASE_DESCRIPTION"],
            "category": rows["DRUG_CATEGORY_DESCRIPTION"],
            "period": rows["YYYY"] + rows["PERIOD"].map(halves),
            "reports": numbers(rows["DRUG_REPORTS"]),
        }
    )
    return lab_reports(asked, "provisional", "half-year", of_all_drugs=False)


@cache
def vintage(year):
    """Population estimates of one vintage, by place and year."""
    rows = raw(f"census-population/co-est{year}-alldata.csv")
    county = rows["SUMLEV"].str.zfill(3).eq("050")
    wide = rows.filter(regex=r"^POPESTIMATE\d{4}$").apply(numbers)
    wide.columns = [int(name[-4:]) for name in wide.columns]
    wide["place"] = rows["STATE"].str.zfill(2) + rows["COUNTY"].str.zfill(3).where(county, "")
    wide = wide.set_index("place")
    wide.loc["US"] = wide[wide.index.str.len() == 2].sum()
    return wide


def census_population():
    found = []
    for year, known_then in ((2020, "2021-06-30"), (2024, None)):
        long = vintage(year).reset_index().melt("place", var_name="year")
        part = str(year) + long["place"].str.len().map({2: " state", 5: " county"})
        # The older vintage holds, where the newer has the year too, only as of a day before that.
        found.append(long.assign(part=part, as_of=known_then, period=long["year"].astype(str) + "-12"))
    facts = {"indicator": "population", "drug": "all", "kind": "year", "status": "ok"}
    return pd.concat(found).assign(**facts)


def svi():
    rows = raw("cdc-svi/SVI_2022_US_county.csv")
    columns = {
        "RPL_THEMES": "svi",
        "RPL_THEME1": "svi_socioeconomic",
        "RPL_THEME2": "svi_household",
        "RPL_THEME3": "svi_minority",
        "RPL_THEME4": "svi_housing",
    }
    return pd.concat(
        tall(
            rows,
            part=name,
            indicator=name,
            place=rows["FIPS"].str.zfill(5),
            kind="year",
            period="2022-12",
            **read(rows[column], {}),
        )
        for column, name in columns.items()
    )


def urban_rural():
    rows = raw("nchs-urban-rural/NCHSURCodes2013.csv")
    return tall(
        rows,
        part="2013",
        indicator="urban_rural",
        place=rows["FIPS code"].str.zfill(5),
        kind="year",
        period="2013-12",
        **read(rows["2013 code"], {".": "missing"}),
    )


SOURCE_FIGURES = {
    "vsrr_county": (vsrr_county, 8),
    "vsrr_state": (vsrr_state, 4),
    "wonder_county": (wonder_county, 2),
    "dose_syndromic": (dose_syndromic, 3),
    "dose_discharge_state": (dose_discharge_state, 3),
    "dose_discharge_county": (dose_discharge_county, 6),
    "opioid_dispensing": (
        lambda: dispensing("opioid_dispensing", "CDC_County_Opioid*", "STATE_COUNTY_FIP_U"),
        12,
    ),
    "naloxone_dispensing": (
        lambda: dispensing("naloxone_dispensing", "State Naloxone*", "STATE_FIPS"),
        20,
    ),
    "buprenorphine_dispensing": (
        lambda: dispensing("buprenorphine_dispensing", "State Bupre*", "STATE_FIPS"),
        20,
    ),
    "cbp_nationwide": (lambda: seizures("nationwide", "Area of Responsibility"), 3),
    "cbp_air_marine": (lambda: seizures("amo", "Branch"), 3),
    "nflis_state": (nflis_state, 5),
    "nflis_query": (nflis_query, 6),
    "census_population": (census_population, 10),
    "svi": (svi, 8),
    "urban_rural": (urban_rural, 30),
}
"""Source of the app → its figures in the raw files, and how many are drawn of each part and status, zero
being one more."""


# What the API answers


@pytest.fixture(scope="module")
def api(real_extract):
    with TestClient(api_client.server_of(real_extract)) as client:
        yield client


def drawn(source, chance):
    """Figures of a source, among them zeros and withheld ones as often as shown ones."""
    make, count = SOURCE_FIGURES[source]
    rows = make().reset_index(drop=True)
    groups = rows.groupby([rows["part"], rows["status"], rows["value"].eq(0)])
    return (
        groups.sample(frac=1, random_state=chance)
        .groupby(["part", "status", rows["value"].eq(0)])
        .head(count)
    )


FACT = ["indicator", "drug", "kind", "period", "as_of"]
"""What figures that are asked for in one request share; areas of an agency are asked for one by one."""


def requests_of(source, figures):
    """Figures of one request, and the request."""
    asked_alone = figures["place"] if source.startswith("cbp") else figures["place"].str[:0]
    filled = figures.assign(as_of=figures["as_of"].fillna("") if "as_of" in figures else "")
    for key, group in filled.groupby([*FACT, asked_alone]):
        query = dict(zip(FACT, key, strict=False)) | {"source": source}
        if not query["as_of"]:
            del query["as_of"]
        places = sorted(set(group["place"]))
        yield group, query | {"area" if source.startswith("cbp") and places != ["US"] else "place": places}


def answered(api, query):
    """Observations that the API gives, of places joined as it wants them."""
    given = {name: ",".join(word) if isinstance(word, list) else word for name, word in query.items()}
    if not all(given.values()):
        return []
    answer = api.get("/api/v1/observations", params=given)
    assert answer.status_code == 200, (given, answer.text)
    return answer.json()["observations"]


def rows_of(answer, figure):
    """What an answer says of a figure; predictions stand beside what is reported."""
    modeled = figure.status in ("predicted", NO_ROW)
    here = [row for row in answer if row["place"] == figure.place]
    return [row for row in here if (row["status"] == "predicted") == modeled]


def same(one, other):
    """Sums of many weights may differ in their last binary digits, and nothing else may."""
    return one is not None and other is not None and np.isclose(one, other, rtol=1e-12, atol=0)


def difference(rows, figure):
    """What is wrong with an answer; empty if nothing is."""
    if figure.status == NO_ROW:
        return rows
    if len(rows) != 1:
        return [f"{len(rows)} rows"]
    (row,) = rows
    value = row["value"] is None if np.isnan(figure.value) else same(row["value"], figure.value)
    denominator = getattr(figure, "denominator", np.nan)
    divided = not denominator > 0 or same(row["denominator"], denominator)
    return [] if value and divided and row["status"] == figure.status else rows


def test_the_api_answers_what_the_raw_files_say(api):
    chance = np.random.default_rng(SEED)
    compared, wrong = Counter(), []
    for source in SOURCE_FIGURES:
        for group, query in requests_of(source, drawn(source, chance)):
            answer = answered(api, query)
            for figure in group.itertuples(index=False):
                compared[source] += 1
                problem = difference(rows_of(answer, figure), figure)
                if problem:
                    wrong.append((source, figure, problem))
    assert wrong == []
    assert compared.total() >= LEAST_FIGURES
    assert min(compared.values()) >= LEAST_OF_A_SOURCE, compared


# What the panels' files say


@pytest.fixture(scope="module")
def file_of(real_extract, outlines):
    server = FastAPI()
    server.include_router(downloads.router(api_client.Store(real_extract), outlines))
    with TestClient(server) as client:
        yield lambda panel, view: table_of(client.get(f"/download/{panel}.csv?{view}").text)


def garwood(count):
    """Exact 95% limits of a Poisson count."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count > 0 else 0.0
    return low, chi2.ppf(0.975, 2 * count + 2) / 2


def change_limits(now, before):
    """Exact 95% limits of a percent change: given both together, the later count is binomial."""
    share = binomtest(int(now), int(now + before)).proportion_ci(0.95, "exact")
    return tuple((limit / (1 - limit) - 1) * 100 for limit in (share.low, share.high))


def population(place, year):
    """Residents of a year or of the newest at most two years older; of each, the newest vintage has it."""
    for known in range(year, year - 3, -1):
        for table in (vintage(2024), vintage(2020)):
            if known in table and place in table.index:
                return table.at[place, known]
    return None


def rate_of(count, status, people):
    """Rate, lower, upper and status of a county or state."""
    if np.isnan(count):
        return None, None, None, status
    if people is None:
        return None, None, None, "missing"
    low, high = garwood(count)
    return (
        *(events / people * 100_000 for events in (count, low, high)),
        "unreliable" if count < RELIABLE_FROM else status,
    )


def change_of(now, before, status, status_before):
    """Percent change, lower, upper and status of a county."""
    if np.isnan(now):
        return None, None, None, status
    if np.isnan(before):
        return None, None, None, status_before
    if before == 0:
        return None, None, None, "missing"
    few = min(now, before) < RELIABLE_FROM
    return (now / before - 1) * 100, *change_limits(now, before), "unreliable" if few else status


def unlike(row, expected, within):
    """Whether a row of a panel's file says otherwise than recomputed, past its own rounding."""
    *figures, status = expected
    cells = [list(row.values())[3], row["lower"], row["upper"]]
    for cell, figure in zip(cells, figures, strict=True):
        found = value_of(cell)
        if (found is None) != (figure is None):
            return True
        if found is not None and abs(found - figure) > within + 1e-9:
            return True
    return row["status"] != status


def some(rows, chance, count):
    """Some rows of each status, zeros apart."""
    groups = rows.groupby([rows["status"], rows["value"].eq(0)])
    return groups.sample(frac=1, random_state=chance).groupby(["status", rows["value"].eq(0)]).head(count)


def compare(rows, expected, within):
    """Places on which a panel's file and the recomputed figures differ."""
    by_place = {row["place"]: row for row in rows}
    return [
        (by_place.get(place), figures)
        for place, figures in expected.items()
        if place not in by_place or unlike(by_place[place], figures, within)
    ]


TENTH, WHOLE = 0.05, 0.5
"""Half of the last digit that a file gives."""
NOW, BEFORE = "2025-02", "2024-02"


def county_rates(period, chance):
    rows = vsrr_county()
    rows = some(rows[rows["period"] == period], chance, 25)
    year = int(period[:4])
    return {
        row.place: rate_of(row.value, row.status, population(row.place, year)) for row in rows.itertuples()
    }


def county_changes(chance):
    rows = vsrr_county()
    now, before = (rows[rows["period"] == period] for period in ("2025-12", "2024-12"))
    both = now.merge(before[["place", "value", "status"]], on="place", suffixes=("", "_before"))
    counted = both[both[["value", "value_before"]].gt(0).all(axis=1)].sample(30, random_state=chance)
    return {
        row.place: change_of(row.value, row.value_before, row.status, row.status_before)
        for row in pd.concat([counted, some(both, chance, 15)]).itertuples()
    }


def yearly_rates(rows, chance, count=15):
    """Rates over the population that the file of the figures itself brings."""
    rows = some(rows[rows["denominator"].gt(0)], chance, count)
    return {row.place: rate_of(row.value, row.status, row.denominator) for row in rows.itertuples()}


@cache
def state_counts(period):
    """All deaths of states, New York added, with what is predicted and whether records are still out."""
    rows = pd.concat([state_rows(), new_york()])
    rows = rows[rows["indicator"].eq("deaths") & rows["drug"].eq("all") & rows["period"].eq(period)]
    return rows[rows["place"].str.fullmatch(r"\d\d")].set_index("place")


def state_figure(row):
    """Count shown, its status, and whether it has an interval."""
    stands_in = row.flagged and not np.isnan(row.predicted)
    count = row.predicted if stands_in else row.reported
    status = "predicted" if count != row.reported else "provisional"
    return count, status, not (stands_in and too_late(row))


def too_late(row):
    return row.flagged and row.predicted > row.reported * LATE


def without_limits(figures, known):
    return figures if known else (figures[0], None, None, figures[-1])


def states_of(measure):
    expected = {}
    for row in state_counts(NOW).itertuples():
        count, status, known = state_figure(row)
        if measure == "count":
            figures = (count, *garwood(count), status)
        else:
            # The middle of the 12 months to February lies in the year before.
            figures = rate_of(count, status, population(row.Index, int(NOW[:4]) - 1))
        expected[row.Index] = without_limits(figures, known)
    return expected


def state_changes():
    expected = {}
    before = state_counts(BEFORE)
    for now in state_counts(NOW).itertuples():
        count, status, known = state_figure(now)
        # Predicted is compared with predicted, never with reported counts.
        then = next(before.loc[[now.Index]].itertuples())
        predicted = now.flagged and not np.isnan(now.predicted)
        earlier = then.predicted if predicted else then.reported
        known = known and not (predicted and too_late(then))
        expected[now.Index] = without_limits(change_of(count, earlier, status, ""), known)
    return expected


def rates_of_year(figures, period, kind="year"):
    return figures[figures["period"].eq(period) & figures["kind"].eq(kind) & figures["drug"].eq("all")]


def dispensed(chance, period):
    rows = SOURCE_FIGURES["opioid_dispensing"][0]()
    rows = some(rows[rows["period"] == period], chance, 15).astype({"value": object})
    return {
        row.place: (None if pd.isna(row.value) else row.value, None, None, row.status)
        for row in rows.itertuples()
    }


def lab_shares(period):
    """Percent of a state's reports in which xylazine was identified."""
    rows = nflis_state()
    rows = rows[rows["period"].eq(period) & rows["place"].ne("US")]
    wide = rows.pivot_table(index="place", columns="drug", values="value")
    shares = wide["xylazine"] / wide["all"] * 100
    return {place: (share, None, None, "ok") for place, share in shares.items()}


def map_views():
    """View of the map → figures of places, and how near they have to be."""
    chance = np.random.default_rng(SEED + 1)
    year, deaths, reports = (chance.integers(*span) for span in ((2018, 2024), (2010, 2021), (2016, 2025)))
    return {
        "indicator=deaths&measure=rate&period=2025-12": (county_rates("2025-12", chance), TENTH),
        "indicator=deaths&measure=rate&period=2024-12": (county_rates("2024-12", chance), TENTH),
        "indicator=deaths&measure=change&period=2025-12": (county_changes(chance), TENTH),
        f"indicator=deaths&level=state&measure=count&period={NOW}": (states_of("count"), WHOLE),
        f"indicator=deaths&level=state&measure=rate&period={NOW}": (states_of("rate"), TENTH),
        f"indicator=deaths&level=state&measure=change&period={NOW}": (state_changes(), TENTH),
        f"indicator=deaths&level=county&measure=rate&period={deaths}-12&kind=year": (
            yearly_rates(rates_of_year(wonder_county(), f"{deaths}-12"), chance),
            TENTH,
        ),
        f"indicator=ed_visits&level=county&measure=rate&period={year}-12": (
            yearly_rates(rates_of_year(dose_discharge_county(), f"{year}-12"), chance),
            TENTH,
        ),
        f"indicator=lab_reports&drug=xylazine&measure=share&period={reports}-12": (
            lab_shares(f"{reports}-12"),
            TENTH,
        ),
        "indicator=opioid_dispensing&period=2021-12": (dispensed(chance, "2021-12"), TENTH),
    }


def test_the_map_says_what_is_recomputed_from_the_raw_files(file_of):
    compared, wrong = Counter(), {}
    for view, (expected, within) in map_views().items():
        compared[view] += len(expected)
        problems = compare(file_of("map", view), expected, within)
        if problems:
            wrong[view] = problems
    assert wrong == {}
    assert compared.total() >= LEAST_DERIVED
    assert min(compared.values()) >= LEAST_OF_A_SOURCE, compared


def trend_of(place):
    """Series, month → count, of a state's or the nation's reported and predicted deaths."""
    rows = pd.concat([state_rows(), new_york()])
    rows = rows[rows["indicator"].eq("deaths") & rows["drug"].eq("all") & rows["place"].eq(place)]
    return {
        (series, row.period): getattr(row, series)
        for series in ("reported", "predicted")
        for row in rows.itertuples()
        if not np.isnan(getattr(row, series))
    }


@pytest.mark.parametrize("place", ["US", "36", "39"])
def test_the_trend_draws_every_reported_and_predicted_count(file_of, place):
    rows = file_of("trend", f"indicator=deaths&measure=count&place={place}&level=state&period={NOW}")
    drawn_there = {
        (row["series"], row["period_end"][:7]): float(row["deaths"])
        for row in rows
        if row["place"] == place and row["deaths"]
    }
    assert drawn_there == trend_of(place)


@pytest.mark.parametrize("place", ["36", "39", "02", "40"])
def test_the_tiles_of_a_state_say_what_is_recomputed(file_of, place):
    rows = file_of("headline", f"indicator=deaths&measure=count&place={place}&period={NOW}")
    said = {row["figure"]: row for row in rows if row["place"] == place}
    rate = [row for figure, row in said.items() if figure.startswith("per 100,000")]
    change = [row for figure, row in said.items() if figure.startswith("change")]
    count, *_, status = states_of("count")[place]
    assert float(said["deaths, predicted" if "deaths, predicted" in said else "deaths"]["value"]) == count
    if "deaths, reported" in said:
        assert float(said["deaths, reported"]["value"]) == state_counts(NOW).at[place, "reported"]
    for (row,), expected in ((rate, states_of("rate")[place]), (change, state_changes()[place])):
        assert row["status"] == status
        for name, figure in zip(("value", "lower", "upper"), expected, strict=False):
            assert (value_of(row[name]) is None) == (figure is None), row
            assert figure is None or abs(value_of(row[name]) - figure) <= TENTH + 1e-9, row


@pytest.mark.parametrize("asked", [{"place": "51515"}, {"state": "51"}])
def test_a_former_county_of_the_file_is_answered_like_every_other(api, asked):
    rows = wonder_county()
    rows = rows[rows["period"].eq("2012-12") & rows["place"].eq("51515")]
    query = {"source": "wonder_county", "indicator": "deaths", "period": "2012-12", "limit": 10_000, **asked}
    answer = api.get("/api/v1/observations", params=query)
    assert answer.status_code == 200
    found = {row["place"]: row["value"] for row in answer.json()["observations"]}
    assert found.get("51515") == rows["value"].item()
