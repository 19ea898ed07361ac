"""The drug vocabulary: every source maps its own words onto these by a table in the open."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from model.catalog_types import Drug, by_id

DRUGS: Final = by_id(
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
    Drug("stimulants", "Stimulants (any)", "stimulants"),
    Drug("benzodiazepines", "Benzodiazepines", "benzodiazepines"),
    Drug(
        "fentanyl_related",
        "Fentanyl and fentanyl-related compounds",
        "fentanyl and fentanyl-related compounds",
    ),
    Drug("fentanyl", "Fentanyl", "fentanyl"),
    Drug("carfentanil", "Carfentanil", "carfentanil"),
    Drug("fluorofentanyl", "Fluorofentanyl (any isomer)", "fluorofentanyl (any isomer)"),
    Drug("acetylfentanyl", "Acetyl fentanyl", "acetyl fentanyl"),
    Drug("anpp", "4-ANPP (fentanyl precursor)", "4-ANPP (a fentanyl precursor)"),
    Drug("nitazenes", "Nitazenes", "nitazenes"),
    Drug("xylazine", "Xylazine", "xylazine"),
    Drug("medetomidine", "Medetomidine or dexmedetomidine", "medetomidine or dexmedetomidine"),
    Drug("btmps", "BTMPS (industrial chemical)", "BTMPS (an industrial chemical)"),
    Drug("bromazolam", "Bromazolam", "bromazolam"),
    Drug("alprazolam", "Alprazolam", "alprazolam"),
    Drug("clonazepam", "Clonazepam", "clonazepam"),
    Drug("oxycodone", "Oxycodone", "oxycodone"),
    Drug("hydrocodone", "Hydrocodone", "hydrocodone"),
    Drug("morphine", "Morphine", "morphine"),
    Drug("buprenorphine", "Buprenorphine", "buprenorphine"),
    Drug("tramadol", "Tramadol", "tramadol"),
    Drug("mitragynine", "Mitragynine (kratom)", "mitragynine (kratom)"),
    Drug("gabapentin", "Gabapentin", "gabapentin"),
    Drug("methamphetamine", "Methamphetamine", "methamphetamine"),
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
    Drug("other", "Other drugs", "other drugs"),
)

NESTED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "synthetic_opioids": ("opioids", "natural_synthetic_opioids_methadone"),
        "heroin": ("opioids",),
        "natural_opioids": ("opioids", "natural_opioids_methadone"),
        "methadone": ("opioids", "natural_opioids_methadone"),
        "natural_opioids_methadone": ("opioids", "natural_synthetic_opioids_methadone"),
        "natural_synthetic_opioids_methadone": ("opioids",),
        "fentanyl": ("opioids", "synthetic_opioids", "fentanyl_related"),
        "carfentanil": ("fentanyl_related",),
        "fluorofentanyl": ("fentanyl_related",),
        "acetylfentanyl": ("fentanyl_related",),
        "anpp": ("fentanyl_related",),
        "cocaine": ("stimulants",),
        "psychostimulants": ("stimulants",),
        "methamphetamine": ("stimulants", "psychostimulants"),
        "bromazolam": ("benzodiazepines",),
        "alprazolam": ("benzodiazepines",),
    }
)
"""Drug → classes that it is wholly within; every drug is within `all` besides."""


@cache
def classes_around(drug: str) -> frozenset[str]:
    """Every class that a drug is within, `all` among them."""
    above = NESTED.get(drug, ())
    return frozenset({"all", *above}.union(*map(classes_around, above)))
