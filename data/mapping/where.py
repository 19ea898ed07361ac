"""Which place each row is about."""

import pandas as pd

from data.mapping.declaration import PlaceColumn, State
from data.mapping.place_words import PlaceKey, UnknownPlace, place_code
from data.sources.base import Intake


def place_codes(intake: Intake, place: PlaceColumn) -> pd.Series:
    """Place code of each row; rows of unknown and ambiguous places are refused with the reason."""
    state = _states(intake, place.state) if place.state else pd.Series("", index=intake.rows.index)
    if place.column is None:
        texts = pd.Series(place.fixed or "", index=intake.rows.index)
    else:
        texts = intake.rows[place.column]
    return _codes(intake, place.key, texts, state, place.column or "")


def _states(intake: Intake, state: State) -> pd.Series:
    if state.column is None:
        return pd.Series(state.fixed, index=intake.rows.index)
    return _codes(
        intake,
        state.key,
        intake.rows[state.column],
        pd.Series("", index=intake.rows.index),
        state.column,
    )


def _codes(intake: Intake, key: PlaceKey, texts: pd.Series, states: pd.Series, column: str) -> pd.Series:
    written = pd.Series(list(zip(texts, states.loc[texts.index], strict=True)), index=texts.index)
    known: dict[tuple[str, str], str] = {}
    unknown: dict[tuple[str, str], str] = {}
    for text, state in written.unique():
        try:
            known[text, state] = place_code(key, text, state)
        except UnknownPlace as problem:
            unknown[text, state] = str(problem)
    reasons = written.map(unknown.get)
    for reason in sorted(set(unknown.values())):
        intake.refuse(reasons == reason, reason, column)
    return written.reindex(intake.rows.index).map(known.get)
