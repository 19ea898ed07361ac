"""The indicators: those that data sets declare, and those that only partners bring.

An indicator is declared once: by the data set of highest precedence that supplies it, or here where no
agency's data set does.
"""

from types import MappingProxyType
from typing import Final

from model.catalog_types import Indicator, Sector, by_id
from model.declarations import declarations

PARTNER_ROWS: Final[tuple[tuple[int, int, str, str, str, Sector, str, str, bool | None], ...]] = (
    (
        190,
        50,
        "suspected_deaths",
        "Suspected overdose deaths, not yet certified",
        "Deaths that a coroner or medical examiner suspects to be overdoses, before certification.",
        "health",
        "deaths",
        "{sentence}, involving {drug}",
        True,
    ),
    (
        200,
        60,
        "ems_overdoses",
        "Suspected overdose EMS responses",
        "Emergency medical service responses to a suspected nonfatal overdose.",
        "health",
        "responses",
        "{sentence}, involving {drug}",
        True,
    ),
    (
        210,
        120,
        "naloxone_administrations",
        "Naloxone administrations by first responders",
        "Times that first responders gave naloxone.",
        "response",
        "administrations",
        "{sentence}",
        None,
    ),
    (
        220,
        110,
        "naloxone_kits",
        "Naloxone kits handed out by community programs",
        "Naloxone kits that community programs handed out.",
        "response",
        "kits",
        "{sentence}",
        False,
    ),
    (
        230,
        140,
        "treatment_starts",
        "Starts of treatment for substance use disorder",
        "Admissions to treatment for a substance use disorder.",
        "response",
        "starts",
        "{sentence}, for {drug}",
        False,
    ),
)
"""Order, order across sectors, id, label, definition, sector, unit, title for one drug, and whether more is
worse."""

PARTNER_INDICATORS: Final = (
    *(
        Indicator(
            id=name,
            label=label,
            sentence=label,
            definition=definition,
            sector=sector,
            unit=unit,
            decimals=0,
            period_kinds=("month", "week", "day", "year"),
            bases=MappingProxyType({"nation": "occurrence", "state": "occurrence", "county": "occurrence"}),
            measures=("count", "rate", "smoothed", "change"),
            amount_label="count",
            denominator="population",
            names_drugs=True,
            drug_sentence=by_drug,
            more_is_worse=more_is_worse,
            suppression="suppressed (small count)",
            edition="partner",
            cautions=("Brought by a state or local partner; coverage is as the partner states.",),
            order=order,
            sector_order=sector_order,
        )
        for order, sector_order, name, label, definition, sector, unit, by_drug, more_is_worse in PARTNER_ROWS
    ),
    Indicator(
        id="reporting_agencies",
        label="Agencies reporting",
        sentence="Agencies reporting",
        definition="Number of agencies that reported to a partner's table in the period.",
        sector="context",
        unit="agencies",
        decimals=0,
        period_kinds=("month", "week", "day", "year"),
        bases=MappingProxyType({"nation": "occurrence", "state": "occurrence", "county": "occurrence"}),
        measures=("count",),
        amount_label="agencies",
        edition="partner",
        counts_people=False,
        adds_over_places=False,
        on_map=False,
        explorable=False,
        order=240,
    ),
)

INDICATORS: Final = by_id(
    *sorted(
        (
            *PARTNER_INDICATORS,
            *(indicator for each in declarations().values() for indicator in each.indicators),
        ),
        key=lambda indicator: (indicator.order, indicator.id),
    )
)
