"""What a mapping may declare."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_validator,
)

from data.mapping.fields import (
    DAY_OF_MONTH,
    MAPPABLE,
    MONTH,
    YEAR,
    Column,
    DateFormat,
    Drug,
    Line,
    Text,
    county_state,
    day,
    lower_keys,
    one_of,
    source_id,
    web_page,
)
from data.mapping.place_words import PLACE_KINDS, PlaceKey, place_code
from data.mapping.units import units_for
from model import catalog
from model.observations import ABSENT_STATUSES, BASES

PART_COLUMNS: Final[Mapping[str, str]] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half",
}
"""Period kind → field that names the column with its number within the year."""
NOT_SUMMED_OVER_TIME: Final = frozenset({"population"})
"""Amounts at a moment: they add up over places and never over days."""


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_fields(cls, given: Any) -> Any:
        allowed = ", ".join(cls.model_fields)
        if not isinstance(given, dict):
            raise ValueError(f"must be fields, each with a name and a value; allowed: {allowed}")
        unknown = [str(name)[:60] for name in given if name not in cls.model_fields]
        if unknown:
            raise ValueError(f"has no field {unknown[0]!r}; allowed: {allowed}")
        return given


class SourceEntry(_Declared):
    """Who the table is from, as shown beside its figures."""

    id: Annotated[Text, AfterValidator(source_id)]
    agency: Text
    title: Text
    citation: Text
    short: Line = ""
    schedule: Line = ""
    period_months: Annotated[int, AfterValidator(lambda n: _between(n, 0, 120))] = 0
    lag_days: Annotated[int, AfterValidator(lambda n: _between(n, 0, 3660))] = 0
    page: Annotated[Line, AfterValidator(web_page)] = ""
    caution: Line = ""

    @property
    def entry(self) -> catalog.Source:
        """Its catalog entry. A later table may hold other places of a period: it withdraws nothing."""
        return catalog.Source(
            self.id,
            self.agency,
            self.title,
            self.short or self.agency,
            self.citation,
            self.schedule,
            self.period_months,
            self.lag_days,
            self.page,
            self.caution,
            whole_releases=False,
        )


def _between(number: int, low: int, high: int) -> int:
    if not low <= number <= high:
        raise ValueError(f"{number} is not between {low} and {high}")
    return number


class AsOf(_Declared):
    """Which day the figures are of: one day, or a column of days."""

    fixed: Annotated[date, BeforeValidator(day)] | None = None
    column: Column | None = None
    format: DateFormat | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.fixed is None) == (self.column is None) or (self.column is None) != (self.format is None):
            raise ValueError("write either a day, or the column of days and its format")
        if self.format and not _names_a_day(self.format):
            raise ValueError("format: must say year, month and day")
        return self


def _names_a_day(form: str) -> bool:
    directives = set(re.findall(r"%.", form))
    return all(directives & part for part in (DAY_OF_MONTH, MONTH, YEAR))


class State(_Declared):
    """The state that county names are of: one, or a column of them."""

    fixed: Annotated[Text, AfterValidator(county_state)] | None = None
    column: Column | None = None
    key: Literal["state_fips", "state_abbreviation"] = "state_fips"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.fixed is None) == (self.column is None):
            raise ValueError("write either a 2-digit state code, or the column of states and its key")
        return self


def _fixed(given: object) -> object:
    return {"fixed": given} if isinstance(given, str) else given


class PlaceColumn(_Declared):
    """Which place a row is about; `fixed` is one place for the whole table."""

    key: PlaceKey
    column: Column | None = None
    fixed: Text | None = None
    state: Annotated[State, BeforeValidator(_fixed)] | None = None

    @model_validator(mode="after")
    def _fits_key(self) -> Self:
        if self.key == "nation":
            if self.column or self.fixed or self.state:
                raise ValueError("a table of the nation has no other field here than key")
        elif (self.column is None) == (self.fixed is None):
            raise ValueError("write either the column of places, or one place under fixed")
        if (self.key == "county_name") != (self.state is not None):
            raise ValueError("state: goes with key county_name, and with no other")
        if self.fixed and self.state and self.state.fixed is None:
            raise ValueError("state: of one place it is one state, and no column")
        if self.fixed:
            place_code(self.key, self.fixed, (self.state and self.state.fixed) or "")
        return self

    @property
    def kind(self) -> str:
        """Place kind of every row."""
        return PLACE_KINDS[self.key]


class Period(_Declared):
    """Which period a row is about: a column of dates, or columns of the year and the number within it."""

    kind: Literal["day", "week", "month", "quarter", "half-year", "year"]
    column: Column | None = None
    format: DateFormat | None = None
    week_day: Literal["starts", "ends"] | None = None
    year: Column | None = None
    week: Column | None = None
    month: Column | None = None
    quarter: Column | None = None
    half: Column | None = None

    @property
    def number(self) -> str | None:
        """Column of the week's, month's, quarter's or half's number; None where dates say it."""
        part = PART_COLUMNS.get(self.kind)
        return getattr(self, part) if part and self.year else None

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        part = PART_COLUMNS.get(self.kind)
        by_number = "year" if part is None else f"year and {part}"
        ways = "column and format" if self.kind == "day" else f"column and format, or {by_number}"
        parts = {name for name in PART_COLUMNS.values() if getattr(self, name)}
        dated = self.column is not None and self.format is not None and not self.year and not parts
        numbered = (
            self.kind != "day"
            and self.column is None
            and self.format is None
            and self.year is not None
            and parts == ({part} if part else set())
        )
        if not dated and not numbered:
            raise ValueError(f"a period of kind {self.kind} is declared by {ways}")
        if (self.kind == "week" and dated) != (self.week_day is not None):
            raise ValueError(
                "week_day: weeks run Sunday to Saturday; say whether the column has the day on which the "
                "week starts or ends, for a week with a column of dates and for nothing else"
            )
        self._check_format()
        return self

    def _check_format(self) -> None:
        if self.format is None:
            return
        if self.kind in ("day", "week") and not _names_a_day(self.format):
            raise ValueError(f"format: must say year, month and day for a {self.kind}")
        if self.kind != "year" and not set(re.findall(r"%.", self.format)) & MONTH:
            raise ValueError(f"format: must say year and month for a {self.kind}")


class DrugColumn(_Declared):
    """Which drug a row is about: one, or a column of the file's words with ours for each."""

    fixed: Drug | None = None
    column: Column | None = None
    words: Annotated[dict[Line, Drug], AfterValidator(lower_keys)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.fixed is None) == (self.column is None) or (self.column is None) != (not self.words):
            raise ValueError("write either one drug, or the column and words: {their word: our drug}")
        return self


AbsentStatus = Annotated[Text, one_of(ABSENT_STATUSES)]


class Value(_Declared):
    """The figure, what stands in its cell where there is none, and what comes with it."""

    column: Column
    markers: Annotated[dict[Line, AbsentStatus], AfterValidator(lower_keys)] = {}
    status: Literal["ok", "provisional"] = "ok"
    lower: Column | None = None
    upper: Column | None = None
    numerator: Column | None = None
    denominator: Column | None = None
    nines: Literal["refused", "figures"] = "refused"

    @property
    def columns(self) -> tuple[str, ...]:
        """Those with numbers."""
        named = (self.column, self.lower, self.upper, self.numerator, self.denominator)
        return tuple(column for column in named if column)

    @model_validator(mode="after")
    def _in_pairs(self) -> Self:
        for one, other in (("lower", "upper"), ("numerator", "denominator")):
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                raise ValueError(f"{one} and {other} go together")
        return self


class Stratum(_Declared):
    """A column that breaks figures down, and our word for each of its words; `all` is everybody."""

    column: Column
    words: Annotated[dict[Line, Text], AfterValidator(lower_keys)]


SEXES: Final = ("all", "male", "female", "other", "unknown")
"""The words for sex, one for all sources: a chart of one cannot be read beside that of another otherwise."""


class Sex(Stratum):
    """A column of sexes, in the words of `SEXES`."""

    words: Annotated[dict[Line, Annotated[Text, one_of(SEXES)]], AfterValidator(lower_keys)]


class Strata(_Declared):
    """The columns that break figures down."""

    sex: Sex | None = None
    age: Stratum | None = None
    race_ethnicity: Stratum | None = None
    intent: Stratum | None = None

    @property
    def declared(self) -> dict[str, Stratum]:
        """Those that are there."""
        return {name: found for name in type(self).model_fields if (found := getattr(self, name)) is not None}


class Agencies(_Declared):
    """The column with the number of agencies that reported."""

    column: Column


Total = Literal["week", "month"]


class TableMapping(_Declared):
    """What the columns of a partner's table mean."""

    source: SourceEntry
    sheet: Text | None = None
    as_of: Annotated[AsOf, BeforeValidator(_fixed)] | None = None
    indicator: Annotated[Text, one_of(MAPPABLE)]
    unit: Text
    place: PlaceColumn
    basis: Annotated[Text, one_of(BASES)]
    period: Period
    drug: Annotated[DrugColumn, BeforeValidator(_fixed)]
    value: Value
    strata: Strata = Strata()
    agencies: Agencies | None = None
    totals: tuple[Total, ...] = ()
    absent: Literal["zero", "missing"] = "missing"
    complete_through: Annotated[date, BeforeValidator(day)] | None = None
    provisional_after: Annotated[date, BeforeValidator(day)] | None = None

    @model_validator(mode="after")
    def _fits_indicator(self) -> Self:
        entry = catalog.INDICATORS[self.indicator]
        units = units_for(entry.unit)
        if self.unit not in units:
            raise ValueError(
                f"unit: {self.unit!r} cannot be made into {entry.unit} of {entry.id}; "
                f"allowed: {', '.join(units)}"
            )
        if not entry.names_drugs and self.drug.fixed != "all":
            raise ValueError(f"drug: {entry.id} is not told by drug: write all")
        if entry.denominator and self.value.denominator:
            raise ValueError(
                f"value.denominator: rates of {entry.id} are made with the Census population: leave out "
                "numerator and denominator"
            )
        return self

    @model_validator(mode="after")
    def _fits_totals(self) -> Self:
        entry = catalog.INDICATORS[self.indicator]
        if self.totals and self.period.kind != "day":
            raise ValueError(f"totals: are made of days, not of a {self.period.kind}: leave them out")
        if self.totals and (not entry.adds_over_places or entry.id in NOT_SUMMED_OVER_TIME):
            raise ValueError(f"totals: figures of {entry.id} do not add up over time: leave them out")
        if len(set(self.totals)) < len(self.totals):
            raise ValueError("totals: names one twice")
        if self.absent == "zero" and not self.totals:
            raise ValueError("absent: only says how totals are made: leave it out, or declare totals")
        return self

    def columns(self) -> dict[str, str]:
        """Field, as written in the mapping, → the column of the file that it names."""
        found: dict[str, str] = {}
        _gather(self, "", found)
        return found


_COLUMN_FIELDS: Final = frozenset({"column", *PART_COLUMNS.values(), "year"}) | {
    "lower",
    "upper",
    "numerator",
    "denominator",
}


def _gather(part: BaseModel, above: str, found: dict[str, str]) -> None:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            _gather(value, f"{above}{name}.", found)
        elif name in _COLUMN_FIELDS and isinstance(value, str):
            found[f"{above}{name}"] = value
