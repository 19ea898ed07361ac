"""The shapes of the answers; the OpenAPI file is made from them."""

from datetime import date

from pydantic import BaseModel, Field


class Refusal(BaseModel):
    """What is wrong, and what is allowed. What was sent is never repeated."""

    parameter: str | None = Field(description="Parameter at fault; null where it is none in particular.")
    message: str


class ErrorAnswer(BaseModel):
    """Every answer that is not the one asked for."""

    error: Refusal


class Answer(BaseModel):
    """What every answer says of the data it is from."""

    version: str = Field(description="Version of the data. Nothing changes within a version.")
    simulated: bool = Field(description="Whether the figures are simulated and describe nothing real.")


class DrugAnswer(BaseModel):
    """A drug class of an indicator."""

    id: str
    label: str


class IndicatorAnswer(BaseModel):
    """One thing measured, and what may be done with it."""

    id: str
    label: str
    definition: str
    sector: str
    unit: str
    decimals: int = Field(description="Digits after the point that the figures are shown with.")
    measures: list[str]
    denominator: str | None = Field(description="Indicator that divides it in a rate.")
    adds_over_places: bool
    adds_over_drugs: bool = Field(description="Where false, figures of several drugs must not be added.")
    comparable: bool = Field(description="Whether the agency lets places be compared and ranked.")
    more_is_worse: bool | None
    suppression: str = Field(description="What the agency withholds; empty where nothing is.")
    cautions: list[str]
    categories: dict[int, str] = Field(description="Words of each value, where values are codes.")
    period_kinds: list[str] = Field(description="Published in this extract, as are all that follow.")
    drugs: list[DrugAnswer]
    place_kinds: list[str]
    strata: list[str] = Field(description="Strata that some figures are broken down by.")
    sources: list[str]
    first_period_end: date | None
    newest_period_end: date | None


class IndicatorsAnswer(Answer):
    """Every indicator of the catalog."""

    indicators: list[IndicatorAnswer]


class SourceAnswer(BaseModel):
    """A published data set, as far as this extract holds it."""

    source: str
    agency: str
    title: str
    short: str
    citation: str
    caution: str
    schedule: str
    page: str
    as_of: date = Field(description="Newest day as of which its figures are.")
    as_of_stated: bool = Field(description="Whether its files state that day, or it is a period's end.")
    through: date = Field(description="End of its newest period.")
    observations: int
    quarantined: int = Field(description="Rows of its files that were refused, with the reason kept.")
    simulated: bool


class SourcesAnswer(Answer):
    """Every source in the extract."""

    sources: list[SourceAnswer]


class PlaceAnswer(BaseModel):
    """A place that figures are given for."""

    place: str
    kind: str
    name: str
    state: str | None = Field(description="2-digit code of the state it is in; a state is in itself.")
    geographies: list[str] = Field(description="County geographies it belongs to: that of 2016, of 2022.")
    note: str = Field(description="How it came from, or became, another county; mostly empty.")


class PlacesAnswer(Answer):
    """Places, in the order of their codes."""

    places: list[PlaceAnswer]


class CitedSource(BaseModel):
    """A source whose figures are in the answer."""

    source: str
    citation: str
    caution: str
    as_of: date = Field(description="Newest vintage among the figures of the answer.")
    as_of_stated: bool


class ObservationAnswer(BaseModel):
    """One indicator, drug, place, period and stratum: a value, or the reason there is none."""

    source: str
    indicator: str
    drug: str
    place_kind: str
    place: str
    basis: str
    period_kind: str
    period_start: date
    period_end: date
    sex: str
    age: str
    race_ethnicity: str
    intent: str
    value: float | None = Field(description="Null wherever the status says why there is none; never zero.")
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    status: str
    note: str
    as_of: date


class ObservationsAnswer(Answer):
    """A part of the observations that match."""

    query: dict[str, str] = Field(description="The parameters that narrow the answer.")
    sources: list[CitedSource]
    count: int = Field(description="Number of observations that match, in all parts together.")
    next: str | None = Field(description="Address of the next part; null at the end.")
    observations: list[ObservationAnswer]
