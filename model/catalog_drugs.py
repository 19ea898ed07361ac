"""The drug vocabulary: every source maps its own words onto these by a table in the open.

A drug that the files of one data set alone name is declared in its folder.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from model.catalog_types import Drug, by_id
from model.declarations import declarations

SHARED: Final = (
    Drug("all", "All drugs", "any drug"),
    Drug("opioids", "Opioids (any)", "opioids"),
    Drug(
        "synthetic_opioids",
        "Synthetic opioids other than methadone",
        "synthetic opioids other than methadone (mostly illegally manufactured fentanyls)",
        within=("opioids", "natural_synthetic_opioids_methadone"),
    ),
    Drug("heroin", "Heroin", "heroin", within=("opioids",)),
    Drug(
        "natural_opioids",
        "Natural and semi-synthetic opioids",
        "natural and semi-synthetic opioids",
        within=("opioids", "natural_opioids_methadone"),
    ),
    Drug("methadone", "Methadone", "methadone", within=("opioids", "natural_opioids_methadone")),
    Drug(
        "natural_opioids_methadone",
        "Natural and semi-synthetic opioids, or methadone",
        "natural and semi-synthetic opioids, or methadone",
        within=("opioids", "natural_synthetic_opioids_methadone"),
    ),
    Drug(
        "natural_synthetic_opioids_methadone",
        "Natural, semi-synthetic and synthetic opioids, or methadone",
        "natural, semi-synthetic and synthetic opioids, or methadone",
        within=("opioids",),
    ),
    Drug("cocaine", "Cocaine", "cocaine", within=("stimulants",)),
    Drug(
        "psychostimulants",
        "Psychostimulants (mainly methamphetamine)",
        "psychostimulants (mainly methamphetamine)",
        within=("stimulants",),
    ),
    Drug("stimulants", "Stimulants (any)", "stimulants"),
    Drug("benzodiazepines", "Benzodiazepines", "benzodiazepines"),
    Drug(
        "fentanyl_related",
        "Fentanyl and fentanyl-related compounds",
        "fentanyl and fentanyl-related compounds",
    ),
    Drug("fentanyl", "Fentanyl", "fentanyl", within=("opioids", "synthetic_opioids", "fentanyl_related")),
    Drug("carfentanil", "Carfentanil", "carfentanil", within=("fentanyl_related",)),
    Drug(
        "fluorofentanyl",
        "Fluorofentanyl (any isomer)",
        "fluorofentanyl (any isomer)",
        within=("fentanyl_related",),
    ),
    Drug("acetylfentanyl", "Acetyl fentanyl", "acetyl fentanyl", within=("fentanyl_related",)),
    Drug(
        "anpp", "4-ANPP (fentanyl precursor)", "4-ANPP (a fentanyl precursor)", within=("fentanyl_related",)
    ),
    Drug("nitazenes", "Nitazenes", "nitazenes"),
    Drug("xylazine", "Xylazine", "xylazine"),
    Drug("medetomidine", "Medetomidine or dexmedetomidine", "medetomidine or dexmedetomidine"),
    Drug("btmps", "BTMPS (industrial chemical)", "BTMPS (an industrial chemical)"),
    Drug("bromazolam", "Bromazolam", "bromazolam", within=("benzodiazepines",)),
    Drug("alprazolam", "Alprazolam", "alprazolam", within=("benzodiazepines",)),
    Drug("clonazepam", "Clonazepam", "clonazepam"),
    Drug("oxycodone", "Oxycodone", "oxycodone"),
    Drug("hydrocodone", "Hydrocodone", "hydrocodone"),
    Drug("morphine", "Morphine", "morphine"),
    Drug("buprenorphine", "Buprenorphine", "buprenorphine"),
    Drug("tramadol", "Tramadol", "tramadol"),
    Drug("mitragynine", "Mitragynine (kratom)", "mitragynine (kratom)"),
    Drug("gabapentin", "Gabapentin", "gabapentin"),
    Drug("methamphetamine", "Methamphetamine", "methamphetamine", within=("stimulants", "psychostimulants")),
    Drug("amphetamine", "Amphetamine", "amphetamine"),
    Drug("cathinones", "Synthetic cathinones", "synthetic cathinones"),
    Drug("synthetic_cannabinoids", "Synthetic cannabinoids", "synthetic cannabinoids"),
    Drug("marijuana", "Marijuana", "marijuana"),
    Drug("ketamine", "Ketamine", "ketamine"),
    Drug("pcp", "PCP", "PCP"),
    Drug("ecstasy", "Ecstasy (MDMA)", "ecstasy (MDMA)"),
    Drug("lsd", "LSD", "LSD"),
    Drug("psilocin", "Psilocin or psilocybin", "psilocin or psilocybin"),
    Drug("khat", "Khat", "khat"),
)
OTHER: Final = Drug("other", "Other drugs", "other drugs")
DRUGS: Final = by_id(*SHARED, *(drug for each in declarations().values() for drug in each.drugs), OTHER)

NESTED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {drug.id: drug.within for drug in DRUGS.values() if drug.within}
)
"""Drug → classes that it is wholly within; every drug is within `all` besides."""


@cache
def classes_around(drug: str) -> frozenset[str]:
    """Every class that a drug is within, `all` among them."""
    above = NESTED.get(drug, ())
    return frozenset({"all", *above}.union(*map(classes_around, above)))
