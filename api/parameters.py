"""The parameters of each address: what is allowed, in words, and as types that OpenAPI is made from.

Names and allowed forms are those of a view's link (`model.view.PARTS`) wherever both have the parameter.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeAlias
from urllib.parse import urlencode

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from model import catalog
from model.observations import ABSENT_STATUSES, KNOWN_STATUSES, PERIOD_KINDS, PLACE_KINDS, STRATA, WHOLE
from model.places import places, reported_places
from model.view import PARTS, Part
from queries.api import ANY, ObservationFilter

MOST_PLACES: Final = 300
MOST_ROWS: Final = 10_000
USUAL_ROWS: Final = 1_000
STATUSES: Final = (*KNOWN_STATUSES, *ABSENT_STATUSES)
FORMATS: Final = ("json", "csv", "parquet")

_MONTH: Final = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_DAY: Final = f"{_MONTH}-(0[1-9]|[12][0-9]|3[01])"
_PLACE: Final = "(US|NYC|NY-REST|[0-9]{2}|[0-9]{5})"
_WORDS: Final = "[^\\u0000-\\u001f\\u007f-\\u009f]{1,80}"
_CURSOR: Final = "[0-9A-Za-z-]{1,80}\\.[0-9]{1,15}"

Words: TypeAlias = tuple[str, ...] | Mapping[str, Any]


def _matching(pattern: str) -> Callable[[str], str | None]:
    return lambda text: text if re.fullmatch(pattern, text) else None


def _one_of(words: Words) -> Part:
    return Part(lambda text: text if text in words else None, f"one of {', '.join(words)}")


def _codes(text: str) -> tuple[str, ...] | None:
    codes = tuple(dict.fromkeys(text.split(",")))
    return codes if len(codes) <= MOST_PLACES and all(code in reported_places() for code in codes) else None


def _day(text: str) -> object:
    return PARTS["period"].parse(text) if re.fullmatch(_DAY, text) else None


def _limit(text: str) -> str | None:
    return text if re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= MOST_ROWS else None


STATE_CODES: Final = tuple(code for code, place in places().items() if place.kind == "state")
_STRATUM = Part(_matching(_WORDS), f"{ANY}, all or a word the extract uses, of at most 80 characters")

PARAMETERS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "drug": PARTS["drug"],
        "level": _one_of(PLACE_KINDS),
        "place": Part(
            _codes,
            f"US, a 2-digit state or a 5-digit county FIPS code, or up to {MOST_PLACES} with commas between",
        ),
        "state": Part(lambda text: text if text in STATE_CODES else None, "a 2-digit state FIPS code"),
        "area": Part(_matching(_WORDS), PARTS["area"].allowed),
        "kind": PARTS["kind"],
        "source": PARTS["source"],
        "period": PARTS["period"],
        "since": PARTS["since"],
        "sex": _STRATUM,
        "age": _STRATUM,
        "race_ethnicity": _STRATUM,
        "intent": _STRATUM,
        "status": _one_of(STATUSES),
        "as_of": Part(_day, "a day such as 2025-07-16"),
        "format": _one_of(FORMATS),
        "limit": Part(_limit, f"a whole number from 1 to {MOST_ROWS:,}"),
        "cursor": Part(_matching(_CURSOR), "the cursor of an answer's next address"),
    }
)
"""How each parameter is read, and its allowed form in words that end a sentence."""


def _described(description: str, default: Any = None, **schema: Any) -> Any:
    """A field whose schema is exactly as given; pydantic would say that optional ones may be null."""

    def only_this(found: dict[str, Any]) -> None:
        found.clear()
        found.update({"type": "string", **schema, "description": description})

    return Field(default, description=description, json_schema_extra=only_this)


def _word(words: Words, description: str, default: Any = None) -> Any:
    return _described(description, default, enum=list(words))


def _shape(pattern: str, description: str) -> Any:
    return _described(description, pattern=f"^{pattern}$")


def _stratum(what: str) -> Any:
    return _shape(_WORDS, f"{what}: a word of the extract, or `{ANY}`; without it, figures of everybody.")


class Parameters(BaseModel):
    """Parameters of an address; none but those it names are allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    parts: ClassVar[Mapping[str, Part]] = {}

    @field_validator("*", mode="before")
    @classmethod
    def _is_allowed(cls, text: Any, info: ValidationInfo) -> Any:
        name = str(info.field_name)
        if cls.parts[name].parse(str(text)) is None:
            raise ValueError(f"{name} must be {cls.parts[name].allowed}")
        return text


class PlacesQuery(Parameters):
    """Parameters of `/places`."""

    parts: ClassVar[Mapping[str, Part]] = {"kind": PARAMETERS["level"], "state": PARAMETERS["state"]}

    kind: str | None = _word(PLACE_KINDS, "Kind of place.")
    state: str | None = _word(STATE_CODES, "The state itself and every place in it.")


class ObservationsQuery(Parameters):
    """Parameters of `/observations`: those of a view's link that choose figures, and those of a download."""

    parts: ClassVar[Mapping[str, Part]] = PARAMETERS

    indicator: str
    drug: str | None = _word(
        catalog.DRUGS, "Drug class; without it every class. Classes may overlap and then never add up."
    )
    level: str | None = _word(PLACE_KINDS, "Kind of place.")
    place: str | None = _shape(
        f"{_PLACE}(,{_PLACE})*", f"Place codes, up to {MOST_PLACES} with commas between."
    )
    state: str | None = _word(STATE_CODES, "The state itself and every place in it, by its 2-digit code.")
    area: str | None = _shape(_WORDS, "Name of a CBP component or area of responsibility.")
    kind: str | None = _word(PERIOD_KINDS, "Kind of period.")
    source: str | None = _shape(
        f"({'|'.join(catalog.SOURCES)}|user_[a-z0-9_]{{1,40}})", "Source; `/sources` lists them."
    )
    period: str | None = _shape(
        f"({_MONTH}|{_DAY})",
        "Month in which the period ends, or its last day; without it every period. With `since`, the last "
        "of the range.",
    )
    since: str | None = _shape(_MONTH, "First month of a range of period ends.")
    sex: str | None = _stratum("Sex")
    age: str | None = _stratum("Age group")
    race_ethnicity: str | None = _stratum("Race and ethnicity")
    intent: str | None = _stratum("Intent")
    status: str | None = _word(STATUSES, "Status. A status without a value never means zero.")
    as_of: str | None = _described("Day on which the figures held.", format="date", pattern=f"^{_DAY}$")
    format: str = _word(FORMATS, "Form of the answer; `csv` and `parquet` are the whole of it.", "json")
    limit: int | None = _described(
        f"Most observations in one answer of JSON; {USUAL_ROWS} unless told.",
        type="integer",
        minimum=1,
        maximum=MOST_ROWS,
    )
    cursor: str | None = _shape(_CURSOR, "Where to go on, as given in an answer's `next`; JSON only.")

    @property
    def given(self) -> dict[str, str]:
        """What narrows the answer, as it was asked."""
        asked = self.model_dump(exclude_none=True, exclude={"format", "limit", "cursor"})
        return {name: str(value) for name, value in asked.items()}

    def address(self, **beside: object) -> str:
        """Query string that asks the same."""
        return urlencode(self.given | {name: str(value) for name, value in beside.items()}, safe=",")

    def conflict(self) -> tuple[str, str] | None:
        """Which parameter is at odds with another, and how; None where all go together."""
        if self.since and self.period and self.since > self.period:
            return "since", "since must not be after period"
        if self.format != "json":
            for name in ("limit", "cursor"):
                if getattr(self, name) is not None:
                    return name, f"{name} must be left out of a {self.format} download, which is whole"
        return None

    def observation_filter(self) -> ObservationFilter:
        """The same in terms of the extract."""
        first, last = self._days()
        return ObservationFilter(
            **{
                name: getattr(self, name)
                for name in ("indicator", "drug", "level", "kind", "source", "status")
            },
            **{name: getattr(self, name) or WHOLE for name in STRATA},
            places=self._places(),
            first=first,
            last=last,
            as_of=date.fromisoformat(self.as_of) if self.as_of else None,
        )

    def _days(self) -> tuple[date | None, date | None]:
        if not self.period:
            first, last = None, None
        elif re.fullmatch(_DAY, self.period):
            first = last = date.fromisoformat(self.period)
        else:
            month = pd.Period(self.period, "M")
            first, last = month.start_time.date(), month.end_time.date()
        return (date.fromisoformat(f"{self.since}-01") if self.since else first), last

    def _places(self) -> tuple[str, ...] | None:
        codes = self.place.split(",") if self.place else []
        if self.state:
            inside = [code for code, place in reported_places().items() if place.state == self.state]
            codes = [code for code in codes if code in inside] if self.place else inside
        if self.area:
            codes.append(self.area)
        return tuple(codes) if self.place or self.state or self.area else None


@cache
def observations_query(edition: catalog.Edition) -> type[ObservationsQuery]:
    """`ObservationsQuery` with the indicators of an edition."""
    indicators = catalog.served_in(edition)

    class OfEdition(ObservationsQuery):
        __doc__ = ObservationsQuery.__doc__
        parts: ClassVar[Mapping[str, Part]] = {**PARAMETERS, "indicator": _one_of(indicators)}

        indicator: str = _word(indicators, "What is measured; `/indicators` explains each.", ...)

    return OfEdition
