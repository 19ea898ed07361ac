"""What is measured, in which words: indicators, drugs, sources, statuses.

Filter choices, titles, captions, alternative texts and the data dictionary are made from this
module, so that they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeVar

Sector = Literal["health", "supply", "response", "context"]
Measure = Literal["count", "rate", "change"]
RATE_PER: Final = 100_000


@dataclass(frozen=True)
class Drug:
    """A drug class of the project's own vocabulary."""

    id: str
    label: str
    """As shown in a list of choices."""
    phrase: str
    """As read within a sentence after "involving" or before "seized"."""


@dataclass(frozen=True)
class Source:
    """A published data set of an agency."""

    id: str
    agency: str
    title: str
    short: str
    """As written under a panel."""
    citation: str
    schedule: str


@dataclass(frozen=True)
class Indicator:
    """One thing measured, with one unit."""

    id: str
    label: str
    sentence: str
    """Opens a title: "Drug overdose deaths"."""
    definition: str
    sector: Sector
    unit: str
    """Plural noun behind a number."""
    decimals: int
    period_kind: str
    bases: Mapping[str, str]
    """Which place kinds it has, and what places a count in each of them."""
    measures: tuple[Measure, ...]
    amount_label: str
    """What the measure `count` is called for this indicator."""
    denominator: str = ""
    """Indicator whose value divides it in a rate."""
    names_drugs: bool = False
    default_drug: str = "all"
    """Drug it opens on; `all` where the source adds drugs up itself."""
    adds_over_places: bool = True
    adds_over_drugs: bool = False
    comparable: bool = True
    """May places be compared and ranked?"""
    more_is_worse: bool | None = None
    suppression: str = ""
    """What the agency withholds, in the words shown."""
    cautions: tuple[str, ...] = ()
    drug_caution: str = ""
    """Said beside figures of one drug."""
    on_map: bool = True
    explorable: bool = True
    """Offered in the list of indicators; the others only divide or qualify."""


Entry = TypeVar("Entry", Drug, Source, Indicator)


def _by_id(*entries: Entry) -> Mapping[str, Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


DRUGS: Final = _by_id(
    Drug("all", "All drugs", "any drug"),
    Drug("opioids", "Opioids (any)", "opioids"),
    Drug(
        "synthetic_opioids",
        "Synthetic opioids other than methadone",
        "synthetic opioids other than methadone (mostly illegally manufactured fentanyls)",
    ),
    Drug("heroin", "Heroin", "heroin"),
    Drug("natural_opioids", "Natural and semi-synthetic opioids", "natural and semi-synthetic opioids"),
    Drug("methadone", "Methadone", "methadone"),
    Drug(
        "natural_opioids_methadone",
        "Natural and semi-synthetic opioids, or methadone",
        "natural and semi-synthetic opioids, or methadone",
    ),
    Drug(
        "natural_synthetic_opioids_methadone",
        "Natural, semi-synthetic and synthetic opioids, or methadone",
        "natural, semi-synthetic and synthetic opioids, or methadone",
    ),
    Drug("cocaine", "Cocaine", "cocaine"),
    Drug(
        "psychostimulants",
        "Psychostimulants (mainly methamphetamine)",
        "psychostimulants (mainly methamphetamine)",
    ),
    Drug("fentanyl", "Fentanyl", "fentanyl"),
    Drug("methamphetamine", "Methamphetamine", "methamphetamine"),
    Drug("marijuana", "Marijuana", "marijuana"),
    Drug("ketamine", "Ketamine", "ketamine"),
    Drug("ecstasy", "Ecstasy (MDMA)", "ecstasy (MDMA)"),
    Drug("lsd", "LSD", "LSD"),
    Drug("khat", "Khat", "khat"),
    Drug("other", "Other drugs", "other drugs"),
)

SEIZED_AS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "synthetic_opioids": "fentanyl",
        "heroin": "heroin",
        "cocaine": "cocaine",
        "psychostimulants": "methamphetamine",
    }
)
"""Which seized drug follows which class of deaths. Classes absent here have no seizures of their
own in the CBP tables; the seizure panel says so and shows `SEIZED_DEFAULT`."""

SEIZED_DEFAULT: Final = "fentanyl"

SOURCES: Final = _by_id(
    Source(
        "vsrr_state",
        "CDC/NCHS",
        "VSRR Provisional Drug Overdose Death Counts",
        "CDC/NCHS VSRR, states",
        "National Center for Health Statistics. VSRR Provisional Drug Overdose Death Counts "
        "(data.cdc.gov, xkb8-kh2a).",
        "monthly, about four months after the period",
    ),
    Source(
        "vsrr_county",
        "CDC/NCHS",
        "VSRR Provisional County-Level Drug Overdose Death Counts",
        "CDC/NCHS VSRR, counties",
        "National Center for Health Statistics. VSRR Provisional County-Level Drug Overdose Death "
        "Counts (data.cdc.gov, gb4e-yj24).",
        "quarterly, about four months after the period",
    ),
    Source(
        "cbp_nationwide",
        "CBP",
        "Nationwide Drug Seizures",
        "U.S. Customs and Border Protection, field offices and sectors",
        "U.S. Customs and Border Protection. Drug Seizure Statistics, nationwide (cbp.gov).",
        "monthly, about one month after the period",
    ),
    Source(
        "cbp_air_marine",
        "CBP",
        "Air and Marine Operations Drug Seizures",
        "U.S. Customs and Border Protection, Air and Marine Operations",
        "U.S. Customs and Border Protection. Air and Marine Operations Drug Seizures (cbp.gov).",
        "monthly, about one month after the period",
    ),
    Source(
        "census_population",
        "Census Bureau",
        "County Population Totals (Population Estimates Program)",
        "U.S. Census Bureau population estimates",
        "U.S. Census Bureau. Annual Resident Population Estimates for States and Counties (census.gov).",
        "yearly, in March",
    ),
)

_PROVISIONAL = "Counts are provisional and rise as late records arrive."

INDICATORS: Final = _by_id(
    Indicator(
        "deaths",
        "Drug overdose deaths",
        "Drug overdose deaths",
        "Deaths with an underlying cause of drug overdose, all intents (ICD-10 X40-X44, X60-X64, X85, "
        "Y10-Y14). Deaths involving a drug name it among the multiple causes (T40.0-T40.6, T43.6); one "
        "death can involve several drugs.",
        "health",
        "deaths",
        0,
        "12-month-ending",
        MappingProxyType({"nation": "occurrence", "state": "occurrence", "county": "residence"}),
        ("count", "rate", "change"),
        "count",
        denominator="population",
        names_drugs=True,
        more_is_worse=True,
        suppression="suppressed (1 to 9)",
        cautions=(_PROVISIONAL,),
        drug_caution="One death can involve several drugs, so deaths by drug never add up.",
    ),
    Indicator(
        "drugs_specified",
        "Share of overdose deaths that name a drug",
        "Share of drug overdose deaths whose certificate names a drug",
        "Percent of drug overdose death records on which at least one drug is specified.",
        "context",
        "percent",
        1,
        "12-month-ending",
        MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
        ("count",),
        "percent",
        adds_over_places=False,
        more_is_worse=False,
        cautions=("Where few certificates name a drug, deaths by drug are undercounted.",),
    ),
    Indicator(
        "deaths_all_causes",
        "Deaths from all causes",
        "Deaths from all causes",
        "All deaths that occurred in the place, whatever the cause.",
        "context",
        "deaths",
        0,
        "12-month-ending",
        MappingProxyType({"nation": "occurrence", "state": "occurrence"}),
        ("count", "rate", "change"),
        "count",
        denominator="population",
        more_is_worse=True,
        cautions=(_PROVISIONAL,),
    ),
    Indicator(
        "seized_weight",
        "Drugs seized, pounds",
        "Drugs seized",
        "Weight of drugs seized by U.S. Customs and Border Protection.",
        "supply",
        "lb",
        1,
        "month",
        MappingProxyType(
            {"nation": "agency area", "cbp_component": "agency area", "cbp_area": "agency area"}
        ),
        ("count", "change"),
        "weight",
        names_drugs=True,
        default_drug=SEIZED_DEFAULT,
        cautions=("Seizures measure enforcement as much as supply.",),
        on_map=False,
    ),
    Indicator(
        "seized_events",
        "Drug seizure events",
        "Drug seizure events",
        "Number of events in which U.S. Customs and Border Protection seized the drug.",
        "supply",
        "events",
        0,
        "month",
        MappingProxyType(
            {"nation": "agency area", "cbp_component": "agency area", "cbp_area": "agency area"}
        ),
        ("count", "change"),
        "events",
        names_drugs=True,
        default_drug=SEIZED_DEFAULT,
        cautions=("Seizures measure enforcement as much as supply.",),
        on_map=False,
    ),
    Indicator(
        "population",
        "Resident population",
        "Resident population",
        "Resident population on 1 July, as estimated by the Census Bureau.",
        "context",
        "residents",
        0,
        "year",
        MappingProxyType({"nation": "residence", "state": "residence", "county": "residence"}),
        ("count", "change"),
        "residents",
        explorable=False,
    ),
)

STATUS_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ok": "released",
        "predicted": "predicted for late reports",
        "provisional": "provisional",
        "unreliable": "unreliable (rate on fewer than 20)",
        "suppressed": "suppressed (1 to 9)",
        "not_reported": "not reported",
        "not_participating": "not participating",
        "missing": "not published",
    }
)
"""What the screen says for each status."""


def drug_label(drug: str) -> str:
    """Label of a drug in a list of choices."""
    return DRUGS[drug].label


def sentence(indicator: str, drug: str) -> str:
    """Noun phrase of an indicator narrowed to a drug, to open a title.

    Deaths are "involving" a drug, seizures are "of" one; `all` adds nothing.
    """
    entry = INDICATORS[indicator]
    if drug == "all" or not entry.names_drugs:
        return entry.sentence
    phrase = DRUGS[drug].phrase
    if entry.sector == "supply":
        return f"{phrase[0].upper()}{phrase[1:]} " + (
            "seized" if indicator == "seized_weight" else "seizure events"
        )
    return f"{entry.sentence} involving {phrase}"
