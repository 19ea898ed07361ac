"""The drug vocabulary: every source maps its own words onto these by a table in the open."""

from typing import Final

from data.catalog_types import Drug, by_id

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
    Drug("bromazolam", "Bromazolam", "bromazolam"),
    Drug("alprazolam", "Alprazolam", "alprazolam"),
    Drug("oxycodone", "Oxycodone", "oxycodone"),
    Drug("hydrocodone", "Hydrocodone", "hydrocodone"),
    Drug("buprenorphine", "Buprenorphine", "buprenorphine"),
    Drug("tramadol", "Tramadol", "tramadol"),
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
