"""The simulator: files the loaders take for the agencies' own, plausible in size and shape."""

import datetime

import numpy as np
import pandas as pd
import pytest
from extracts import DAY, SEED

from data.simulator import simulate_files
from data.simulator.common import monthly_rates, reference_table, stream
from data.simulator.surface import county_middles
from data.simulator.truth import simulate_truth
from data.sources.recognition import recognize
from data.sources.table import read_sheets, table_below
from methods.sums import windows
from model.places import in_geography, populations_2020

pytestmark = pytest.mark.extract

STATE_FILE = "VSRR_Provisional_Drug_Overdose_Death_Counts.csv"
COUNTY_FILE = "VSRR_Provisional_County-Level_Drug_Overdose_Death_Counts.csv"
SOURCES = {
    STATE_FILE: "vsrr_state",
    COUNTY_FILE: "vsrr_county",
    **{f"{year}_cdc_wonder_raw_mortality.csv": "wonder_county" for year in range(2010, 2025)},
    "DOSE_dx Jurisdiction Counts & Rates.csv": "dose_discharge_state",
    "DOSE_dx County Counts & Rates.csv": "dose_discharge_county",
    "DOSE_dx Overall by Sex & Age.csv": "dose_discharge_strata",
    "DOSE_SyS Jurisdiction.csv": "dose_syndromic",
    "DOSE_SyS Overall by Sex & Age.csv": "dose_syndromic",
    "nationwide-drugs-fy19-fy22.csv": "cbp_nationwide",
    "nationwide-drugs-fy23-fy27-oct.csv": "cbp_nationwide",
    "amo-drug-seizures-fy19-fy22.csv": "cbp_air_marine",
    "amo-drug-seizures-fy23-fy27-oct.csv": "cbp_air_marine",
    "co-est2020-alldata.csv": "census_population",
    "co-est2024-alldata.csv": "census_population",
}


@pytest.fixture(scope="module")
def folder(simulated_files):
    return simulated_files / "agencies"


def read(path):
    """The loader that knows a file, and its table."""
    (sheet,) = read_sheets(path)
    loader, header_at = recognize(sheet)
    return loader, table_below(sheet, header_at, with_notes=loader.with_notes)


@pytest.fixture(scope="module")
def recognized(folder):
    return {name: read(folder / name) for name in SOURCES}


@pytest.fixture(scope="module")
def tables(recognized):
    return {name: table for name, (_, table) in recognized.items()}


@pytest.fixture(scope="module")
def loaded(recognized):
    return {name: (loader, loader.load(table)) for name, (loader, table) in recognized.items()}


@pytest.fixture(scope="module")
def truth():
    return simulate_truth(SEED, DAY)


@pytest.fixture(scope="module")
def states(loaded):
    return loaded[STATE_FILE][1].observations


@pytest.fixture(scope="module")
def counties(loaded):
    observations = loaded[COUNTY_FILE][1].observations
    return observations[observations["indicator"] == "deaths"]


@pytest.fixture(scope="module")
def nation(states):
    """Deaths reported for the nation by drug and December, and the predicted ones."""
    rows = states[(states["place"] == "US") & (states["indicator"] == "deaths")]
    rows = rows[rows["period_end"].dt.month == 12]
    return rows.assign(year=rows["period_end"].dt.year).pivot(
        index="year", columns=["status", "drug"], values="value"
    )


@pytest.mark.parametrize("name", SOURCES)
def test_files_are_recognized_and_no_row_is_refused(name, tables, loaded):
    loader, result = loaded[name]
    assert loader.source == SOURCES[name]
    assert result.reasons == {}
    assert len(result.observations) > 1000
    assert tables[name].simulated
    assert list(tables[name].rows.columns)[-1] == "simulated"
    assert set(tables[name].rows["simulated"]) == {"simulated"}


def test_every_file_is_there(folder):
    assert set(SOURCES) <= {path.name for path in folder.iterdir()}


def test_progress_names_every_step(simulated_files):
    steps = (simulated_files / "steps.txt").read_text().splitlines()
    assert len(set(steps)) == len(steps)
    assert "writing files of CDC/NCHS VSRR, states" in steps


EARLIEST = datetime.date(2023, 1, 1)


@pytest.fixture(scope="module")
def earliest(tmp_path_factory):
    """Files of the first day that can be simulated, the fewest there are."""
    folder = tmp_path_factory.mktemp("earliest")
    paths = simulate_files(folder, SEED, EARLIEST)
    assert sorted(paths) == sorted(folder.iterdir())
    return paths


@pytest.mark.full
def test_same_seed_gives_same_bytes(earliest, tmp_path):
    again = simulate_files(tmp_path, SEED, EARLIEST)
    for first, same in zip(earliest, again, strict=True):
        assert same.read_bytes() == first.read_bytes()


@pytest.mark.full
def test_another_seed_gives_other_bytes(earliest, tmp_path):
    other = simulate_files(tmp_path, SEED + 1, EARLIEST)
    for first, different in zip(earliest, other, strict=True):
        # What counties are like, and dated events, are no matter of chance.
        if first.name in SOURCES:
            assert different.read_bytes() != first.read_bytes()


def test_streams_of_different_names_are_independent():
    assert stream(1, "one").integers(1 << 60) != stream(1, "two").integers(1 << 60)


def test_a_day_too_early_is_refused(tmp_path):
    with pytest.raises(ValueError, match="choose a day from 2023 on"):
        simulate_files(tmp_path, SEED, datetime.date(2022, 12, 31))


def assert_no_row_is_refused(paths):
    for path in paths:
        if path.name in (STATE_FILE, COUNTY_FILE):
            continue  # as long as those of the shared folder, and of the same form
        loader, table = read(path)
        assert loader.load(table).reasons == {}, path.name


@pytest.mark.full
def test_the_earliest_day_works(earliest):
    assert_no_row_is_refused(earliest)


@pytest.mark.full
def test_another_day_works(tmp_path):
    assert_no_row_is_refused(simulate_files(tmp_path, SEED, datetime.date(2025, 10, 31)))


def test_formats_keep_the_quirks_of_the_agencies(folder, tables):
    assert (folder / COUNTY_FILE).read_bytes().startswith(b"\xef\xbb\xbfData as of,Year,Month,ST_ABBREV")
    county = tables[COUNTY_FILE].rows
    assert "1001" in set(county["fips"])
    assert not county["fips"].str.startswith("0").any()
    assert b"Do\xf1a Ana" in (folder / "co-est2024-alldata.csv").read_bytes()
    assert {"40", "50"} == set(tables["co-est2020-alldata.csv"].rows["sumlev"])
    assert {"040", "050"} == set(tables["co-est2024-alldata.csv"].rows["sumlev"])
    assert b"\r\n" in (folder / "nationwide-drugs-fy19-fy22.csv").read_bytes()
    running = tables["nationwide-drugs-fy23-fy27-oct.csv"].rows["fy"]
    assert running.iloc[0] == "2027 (FYTD)"
    assert set(running) == {"2023", "2024", "2025", "2026", "2027 (FYTD)"}
    state = tables[STATE_FILE].rows
    assert {"US", "YC", "NY", "PR", "DC"} < set(state["state"])
    assert state["indicator"].nunique() == 12
    shown = state.loc[state["indicator"] == "Number of Drug Overdose Deaths", "data value"]
    assert shown.str.fullmatch(r"\d+\.0").all()


def test_seizures_have_traces_and_events_without_weight(tables):
    rows = tables["nationwide-drugs-fy19-fy22.csv"].rows
    assert rows["sum qty lbs"].str.fullmatch(r"\d\.\d+e-05").any()
    assert ((rows["count of event"] == "1") & (rows["sum qty lbs"] == "0.0")).any()
    assert {"Other Drugs**", "Lsd", "Khat (Catha Edulis)"} < set(rows["drug type"])
    assert "Land Only" in set(rows["land filter"])
    assert "Land" in set(tables["amo-drug-seizures-fy19-fy22.csv"].rows["land filter"])


def test_last_months(states, counties, loaded):
    assert states["period_end"].min() == pd.Timestamp(2015, 1, 31)
    assert states["period_end"].max() == pd.Timestamp(2026, 2, 28)
    assert counties["period_end"].min() == pd.Timestamp(2020, 1, 31)
    assert counties["period_end"].max() == pd.Timestamp(2026, 6, 30)
    assert counties["as_of"].unique().tolist() == [pd.Timestamp(2026, 11, 22)]
    seized = loaded["nationwide-drugs-fy23-fy27-oct.csv"][1].observations
    assert seized["period_end"].max() == pd.Timestamp(2026, 10, 31)


def test_national_deaths_are_of_published_magnitude(nation):
    """Within 2.5% of the published count of every year; classes of drugs within 15%."""
    published = reference_table("published_drug_deaths.csv", ()).set_index("year")
    for year, known in published.iterrows():
        made = nation.loc[year, "provisional"]
        assert made["all"] == pytest.approx(known["all"], rel=0.025), year
        for drug in made.index:
            assert made[drug] == pytest.approx(known[drug], rel=0.15), (year, drug)
    assert 66_000 < nation.loc[2025, ("provisional", "all")] < 74_000


def test_drug_mix_changes_as_it_did(nation):
    counts = nation["provisional"]
    assert counts.loc[2024, "heroin"] < 0.3 * counts.loc[2016, "heroin"]
    assert counts["synthetic_opioids"].idxmax() in (2022, 2023)
    assert counts.loc[2023, "psychostimulants"] > 5 * counts.loc[2015, "psychostimulants"]
    assert counts.loc[2023, "cocaine"] > 3 * counts.loc[2015, "cocaine"]


def test_states_are_of_published_magnitude(states):
    """Within 15% of the published count, wider by four standard deviations of a Poisson count."""
    published = reference_table("published_state_deaths.csv", ("place",))
    rows = states[(states["indicator"] == "deaths") & (states["drug"] == "all")]
    rows = rows[rows["status"].eq("provisional") & rows["period_end"].dt.month.eq(12)]
    made = rows.assign(year=rows["period_end"].dt.year).merge(published, on=["place", "year"])
    assert len(made) == len(published)
    off = (made["value"] - made["deaths"]).abs()
    assert (off < 0.15 * made["deaths"] + 4 * np.sqrt(made["deaths"])).all()


def test_classes_of_drugs_nest(truth):
    deaths = truth.area_deaths
    for part, whole in (
        ("synthetic_opioids", "natural_synthetic_opioids_methadone"),
        ("natural_opioids_methadone", "natural_synthetic_opioids_methadone"),
        ("natural_synthetic_opioids_methadone", "opioids"),
        ("natural_opioids", "natural_opioids_methadone"),
        ("methadone", "natural_opioids_methadone"),
        ("heroin", "opioids"),
        ("opioids", "all"),
        ("cocaine", "all"),
        ("psychostimulants", "all"),
    ):
        assert (deaths[part] >= 0).all()
        assert (deaths[part] <= deaths[whole]).all(), (part, whole)


def test_suppressed_counts_and_true_zeros(counties):
    by_window = counties.assign(
        zero=counties["value"] == 0, hidden=counties["status"] == "suppressed"
    ).groupby("period_end")[["zero", "hidden"]]
    number = by_window.sum()
    assert (by_window.size() == 3142).all()
    assert number["hidden"].between(1329, 1929).all()
    assert number.loc["2025-01-01":, "zero"].between(300, 700).all()
    shown = counties["value"].dropna()
    assert ((shown == 0) | (shown >= 10)).all()
    assert set(counties["status"]) == {"provisional", "suppressed"}


def test_windows_come_from_one_monthly_series(truth, counties):
    monthly = truth.county_deaths
    assert (monthly >= 0).all()
    change = np.diff(truth.county_windows, axis=1)
    assert (change == monthly[:, 12:] - monthly[:, :-12]).all()
    settled = truth.window_ends[-10]
    end = pd.Timestamp(settled) + pd.offsets.MonthEnd(0)
    rows = counties[(counties["period_end"] == end) & counties["value"].notna()].set_index("place")
    made = pd.Series(truth.county_windows[:, -10], index=list(truth.counties))
    assert (rows["value"] == made[rows.index]).all()


def test_newest_counts_are_short_and_rise_later(truth, states, counties):
    latest = states[(states["place"] == "US") & (states["indicator"] == "deaths") & (states["drug"] == "all")]
    latest = latest[latest["period_end"] == latest["period_end"].max()].set_index("status")
    gap = 1 - latest.loc["provisional", "value"] / latest.loc["predicted", "value"]
    assert 0.015 < gap < 0.06
    assert "underreported" in latest.loc["provisional", "note"]
    newest = (
        counties[counties["period_end"] == counties["period_end"].max()].set_index("place")["value"].dropna()
    )
    final = pd.Series(truth.county_windows[:, -1], index=list(truth.counties))[newest.index]
    assert (newest <= final).all()
    assert 0.97 < newest.sum() / final.sum() < 0.995


def test_predicted_is_never_below_reported(states):
    rows = states[states["indicator"].eq("deaths") & states["value"].notna()]
    wide = rows.pivot(index=["place", "drug", "period_end"], columns="status", values="value").dropna()
    assert len(wide) > 50_000
    assert (wide["predicted"] >= wide["provisional"]).all()


def test_states_add_up_to_the_nation_and_not_to_the_counties(states, truth):
    rows = states[(states["indicator"] == "deaths") & (states["drug"] == "all")]
    rows = rows[(rows["status"] == "provisional") & (rows["period_end"] == "2023-12-31")].set_index("place")
    in_nation = rows["place_kind"].eq("state") & (rows.index != "72")
    assert rows.loc[in_nation, "value"].sum() == rows.loc["US", "value"]
    window = np.flatnonzero(truth.window_ends == np.datetime64("2023-12"))[0]
    residents = (
        pd.Series(truth.county_windows[:, window]).groupby([code[:2] for code in truth.counties]).sum()
    )
    ratio = rows.loc[residents.index, "value"] / residents
    assert (ratio != 1).mean() > 0.9
    assert ratio.between(0.85, 1.35).all()
    assert rows.loc["US", "value"] != residents.sum()
    assert rows.loc["US", "value"] == pytest.approx(residents.sum(), rel=0.02)


def test_states_without_figures_by_drug(states, tables):
    quality = states["note"].str.contains("low data quality")
    assert set(states.loc[quality, "status"]) == {"not_reported"}
    assert states.loc[quality, "place"].nunique() > 20
    by_drug = states[states["indicator"].eq("deaths") & states["drug"].ne("all")]
    assert not {"22", "42"} & set(by_drug["place"])
    assert (tables[STATE_FILE].rows["footnote"].str.contains("Data suppressed (<10)", regex=False)).any()


def test_neighboring_counties_are_alike(truth):
    """Rates correlate with the mean of the eight nearest counties, and each state has its own spread."""
    middles = county_middles(truth.counties)
    deaths = truth.county_windows[:, -40:].sum(axis=1)
    residents = np.array([populations_2020()[county] for county in truth.counties], dtype=float)
    large = residents > 30_000
    rate = np.log(deaths[large] / residents[large])
    distance = np.linalg.norm(middles[large][:, None] - middles[large][None, :], axis=2)
    nearest = np.argsort(distance, axis=1)[:, 1:9]
    assert np.corrcoef(rate, rate[nearest].mean(axis=1))[0, 1] > 0.5
    assert 0.25 < rate.std() < 0.8


def test_fentanyl_seizures_rise_and_fall(loaded):
    rows = pd.concat([loaded[name][1].observations for name in SOURCES if name.startswith("nationwide")])
    rows = rows[(rows["place"] == "US") & (rows["indicator"] == "seized_weight")]
    fiscal_year = (rows["period_end"] + pd.DateOffset(months=3)).dt.year
    pounds = rows.pivot_table(index=fiscal_year, columns="drug", values="value", aggfunc="sum")
    assert pounds["fentanyl"].loc[:2026].idxmax() == 2023
    assert pounds.loc[2023, "fentanyl"] == pytest.approx(27_000, rel=0.1)
    assert pounds.loc[2025, "fentanyl"] == pytest.approx(12_000, rel=0.1)
    for heavier in ("methamphetamine", "marijuana"):
        assert (pounds.loc[:2026, heavier] > 4 * pounds.loc[:2026, "fentanyl"]).all()


def test_population_has_the_counties_of_its_vintage(loaded):
    older = loaded["co-est2020-alldata.csv"][1].observations
    newer = loaded["co-est2024-alldata.csv"][1].observations
    old_counties = set(older.loc[older["place_kind"] == "county", "place"])
    new_counties = set(newer.loc[newer["place_kind"] == "county", "place"])
    assert all(in_geography(county, "2022") for county in new_counties)
    assert {"02063", "02066", "09001"} <= old_counties
    assert "02261" not in old_counties | new_counties
    assert {county for county in new_counties if county[:2] == "09"} == {f"091{ten}0" for ten in range(1, 10)}
    assert len(old_counties) == 3143
    assert len(new_counties) == 3144
    nation = newer[(newer["place"] == "US") & (newer["period_end"] == "2024-12-31")]
    assert nation["value"].item() == pytest.approx(340_110_988, rel=0.005)


def test_windows_and_monthly_rates():
    monthly = np.arange(15)[None, :]
    assert windows(monthly).tolist() == [[66, 78, 90, 102]]
    rates = monthly_rates(np.array([[12.0, 24.0, 6.0, 0.0]]))
    assert rates.shape == (1, 48)
    assert (rates >= 0).all()
    assert rates.reshape(4, 12).sum(axis=1) == pytest.approx([12.0, 24.0, 6.0, 0.0])


# --- deaths by county and year, nonfatal overdoses ---


@pytest.fixture(scope="module")
def yearly(loaded):
    rows = [made.observations for name, (_, made) in loaded.items() if SOURCES[name] == "wonder_county"]
    return pd.concat(rows, ignore_index=True)


def of_source(loaded, source):
    rows = [made.observations for name, (_, made) in loaded.items() if SOURCES[name] == source]
    return pd.concat(rows, ignore_index=True)


def test_county_years_keep_the_quirks_of_the_agency(folder, yearly):
    first = (folder / "2010_cdc_wonder_raw_mortality.csv").read_bytes()
    assert first.startswith(b"\xef\xbb\xbfFIPS,Deaths,Population,Crude Rate,Simulated\r\n")
    assert b"\n1001," in first
    assert {"02270", "46113"} < set(yearly["place"])
    assert not {"02158", "46102"} & set(yearly["place"])
    bedford = yearly[yearly["place"] == "51515"]
    by_year = dict(zip(bedford["period_end"].dt.year, bedford["status"], strict=True))
    assert by_year == {year: "ok" if year < 2014 else "missing" for year in range(2010, 2021)}
    without = yearly[yearly["denominator"].isna() & yearly["status"].ne("missing")]
    assert set(without["place"].str[:2]) == {"09"}
    assert without["period_end"].dt.year.min() == 2022
    shown = yearly["value"].dropna()
    assert ((shown == 0) | (shown >= 10)).all()


def test_county_years_are_of_published_magnitude_and_come_from_the_months(yearly, truth):
    """Sums of the counts shown, as counted in the agency's files, within 6%."""
    shown = yearly.groupby(yearly["period_end"].dt.year)["value"].sum()
    for year, published in {2010: 32_729, 2013: 38_080, 2017: 64_437, 2020: 86_237, 2022: 102_443}.items():
        assert shown[year] == pytest.approx(published, rel=0.06), year
    assert shown.index.max() == 2024
    in_2023 = np.flatnonzero(truth.months.astype("datetime64[Y]") == np.datetime64("2023"))
    made = pd.Series(truth.county_deaths[:, in_2023].sum(axis=1), index=list(truth.counties))
    rows = yearly[(yearly["period_end"] == "2023-12-31") & yearly["value"].notna()].set_index("place")[
        "value"
    ]
    rows = rows[rows.index.isin(made.index)]
    assert (rows == made[rows.index]).all()


def test_discharges_are_of_published_magnitude(loaded):
    """Participating jurisdictions in 2023: 307,848 visits and 135,671 hospitalizations."""
    rows = of_source(loaded, "dose_discharge_state")
    nation = rows[(rows["place"] == "US") & (rows["drug"] == "all") & (rows["period_end"] == "2023-12-31")]
    year = nation[nation["period_kind"] == "year"].set_index("indicator")["value"]
    assert year["ed_visits"] == pytest.approx(307_848, rel=0.15)
    assert year["hospitalizations"] == pytest.approx(135_671, rel=0.15)
    assert rows.loc[rows["place_kind"] == "state", "place"].nunique() == 28
    assert rows["period_end"].max() == pd.Timestamp(2024, 12, 31)


def test_months_of_discharges_add_up_to_their_year_and_drugs_nest(loaded):
    rows = of_source(loaded, "dose_discharge_state")
    nation = rows[(rows["place"] == "US") & (rows["indicator"] == "ed_visits")]
    months = nation[nation["period_kind"] == "month"]
    by_year = months.groupby([months["period_end"].dt.year, "drug"])["value"].sum()
    years = nation[nation["period_kind"] == "year"].dropna(subset="value")
    for row in years.itertuples():
        assert by_year[(row.period_end.year, row.drug)] == row.value
    wide = rows.pivot(
        index=["place", "indicator", "period_kind", "period_end"], columns="drug", values="value"
    )
    for part, whole in (
        ("opioids", "all"),
        ("heroin", "opioids"),
        ("fentanyl", "opioids"),
        ("cocaine", "stimulants"),
    ):
        both = wide[[part, whole]].dropna()
        assert len(both) > 500
        assert (both[part] <= both[whole]).all()


def test_pooled_years_are_the_sum_of_five_and_a_late_jurisdiction_has_none(loaded):
    rows = of_source(loaded, "dose_discharge_county")
    pooled = rows[rows["period_kind"] == "pooled years"].set_index("place")
    assert set(pooled["period_start"]) == {pd.Timestamp(2020, 1, 1)}
    single = rows[(rows["period_kind"] == "year") & (rows["period_end"] >= "2020-12-31")]
    whole = single.groupby("place").filter(lambda county: len(county) == 5 and county["value"].notna().all())
    sums = whole.groupby("place")["value"].sum()
    assert len(sums) > 1000
    assert (pooled.loc[sums.index, "value"] == sums).all()
    people = whole.groupby("place")["denominator"].sum()
    assert (pooled.loc[sums.index, "denominator"] == people).all()
    assert set(pooled.loc[pooled.index.str[:2] == "40", "status"]) == {"not_reported"}
    assert pooled.loc["15005", "status"] == "not_reported"


def test_sex_and_age_add_up_to_everybody(folder, loaded):
    counts = pd.read_csv(folder / "DOSE_dx Overall by Sex & Age.csv", dtype=str)
    month = counts[(counts["month"] == "6") & (counts["year"] == "2023") & (counts["dataset"] == "ED")]
    assert len(month) == 18
    shown = pd.to_numeric(month["count_alldrug"], errors="coerce")
    rows = of_source(loaded, "dose_discharge_state")
    everybody = rows[(rows["place"] == "US") & (rows["drug"] == "all") & (rows["period_end"] == "2023-06-30")]
    everybody = everybody[(everybody["indicator"] == "ed_visits") & (everybody["period_kind"] == "month")]
    hidden = shown.isna().sum()
    assert hidden > 0
    assert hidden <= everybody["value"].item() - shown.sum() <= 9 * hidden


def test_syndromic_rates_keep_the_pause_the_symbols_and_the_rolling_year(loaded):
    rows = of_source(loaded, "dose_syndromic")
    states = rows[rows["place_kind"] == "state"]
    assert states["place"].nunique() == 51
    assert set(states["status"]) == {"ok", "suppressed", "not_reported", "not_participating"}
    assert set(states.loc[states["status"] == "not_participating", "place"]) == {"38"}
    monthly = states[states["period_kind"] == "month"]
    pause = monthly[monthly["period_end"].between("2020-03-01", "2020-08-31")]
    assert pause["value"].isna().all()
    rolling = states[states["period_kind"] == "12-month-ending"]
    assert rolling.loc[rolling["period_end"].between("2020-03-01", "2021-07-31"), "value"].isna().all()
    assert rolling.loc[rolling["period_end"] < "2019-12-01", "value"].isna().all()
    assert rows["period_end"].max() == pd.Timestamp(2026, 9, 30)
    ohio = states[(states["place"] == "39") & (states["drug"] == "all")].set_index("period_end")
    year = ohio[ohio["period_kind"] == "month"].loc["2025-01-31":"2025-12-31", "value"]
    assert len(year) == 12
    rolled = ohio[ohio["period_kind"] == "12-month-ending"].loc[pd.Timestamp("2025-12-31"), "value"]
    assert rolled == pytest.approx(year.mean(), abs=0.2)
