"""What is measured, in which words: the door to indicators, drugs, sources and statuses.

Filter choices, titles, captions, alternative texts and the data dictionary are made from the catalog,
so that they cannot disagree. Each data set declares its own entries in its folder of `data/sources`; what
several share stands in `catalog_indicators` and `catalog_drugs`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from methods.rates import UNRELIABLE_BELOW
from model.catalog_drugs import DRUGS
from model.catalog_indicators import INDICATORS
from model.catalog_types import Drug, Edition, Indicator, Measure, Sector, Source, by_id
from model.declarations import declarations

__all__ = [
    "DRUGS",
    "INDICATORS",
    "SOURCES",
    "Drug",
    "Edition",
    "Indicator",
    "Measure",
    "Sector",
    "Source",
]

RATE_PER: Final = 100_000

SOURCES: Final = by_id(
    *sorted(
        (source for each in declarations().values() for source in each.sources),
        key=lambda source: (source.precedence, source.id),
    )
)
"""The published data sets that the loaders know, in order of precedence where two give one figure."""


@cache
def served_in(edition: Edition) -> Mapping[str, Indicator]:
    """The indicators that exist in an edition, by id."""
    return MappingProxyType(
        {name: entry for name, entry in INDICATORS.items() if entry.edition in ("public", edition)}
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

ACROSS_SECTORS: Final = tuple(
    entry.id
    for entry in sorted(INDICATORS.values(), key=lambda entry: (entry.sector_order, entry.id))
    if entry.sector_order
)
"""Indicators that stand side by side for one place, in the order shown."""

STATUS_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ok": "released",
        "predicted": "predicted for late reports",
        "provisional": "provisional",
        "unreliable": f"unreliable (rate on fewer than {UNRELIABLE_BELOW})",
        "suppressed": "suppressed",
        "withheld": "withheld to protect small counts",
        "not_reported": "not reported",
        "not_participating": "not participating",
        "missing": "not published",
    }
)
"""What the screen says for each status."""


def is_partners(source: str) -> bool:
    """Whether figures are a partner's own: a mapping declares such sources, and the catalog knows none."""
    return source not in SOURCES


def drug_label(drug: str) -> str:
    """Label of a drug in a list of choices."""
    return DRUGS[drug].label


def status_words(status: str, indicator: str) -> str:
    """What the screen says for a status of an indicator."""
    own = INDICATORS[indicator].suppression if status == "suppressed" else ""
    return own or STATUS_WORDS[status]


def sentence(indicator: str, drug: str) -> str:
    """Noun phrase of an indicator narrowed to a drug, to open a title.

    Deaths are "involving" a drug, seizures are "of" one; `all` adds nothing.
    """
    entry = INDICATORS[indicator]
    if drug == "all" or not entry.names_drugs:
        return entry.sentence
    phrase = DRUGS[drug].phrase
    return entry.drug_sentence.format(
        sentence=entry.sentence, drug=phrase, Drug=phrase[0].upper() + phrase[1:]
    )
