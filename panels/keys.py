"""What panels of Explore depend on: equal keys mean an equal picture, which the browser then keeps."""

import hashlib

from components import words
from model.groups import format_groups
from model.view import View
from queries.results import ExploreResult

Key = tuple[str, ...]


def own_groups(view: View) -> str:
    """Tells the link's groups apart, which may give other counties or another name to the same code."""
    return hashlib.sha256(format_groups(view.groups).encode()).hexdigest()[:16]


def measured(result: ExploreResult) -> Key:
    """What is measured."""
    view = result.view
    return (result.version, view.indicator, view.drug, view.measure, result.resolved.kind, view.source)


def drawn(result: ExploreResult) -> Key:
    """What the map draws, without how."""
    return (*measured(result), str(result.resolved.period_end), result.resolved.level)


def focused(result: ExploreResult) -> Key:
    """What the map draws, and which of its places are looked at."""
    return (*drawn(result), words.state_in_focus(result.view), own_groups(result.view))


def placed(result: ExploreResult) -> Key:
    """The place in focus and those beside it."""
    view = result.view
    return (result.version, view.place, *view.compare, own_groups(view))


def seized(result: ExploreResult) -> Key:
    """What was seized, and where."""
    return (result.version, result.seized.drug, result.view.areas, result.view.area)


def of_period(result: ExploreResult) -> Key:
    """The figure shown, whatever the measure."""
    view, resolved = result.view, result.resolved
    return (result.version, view.indicator, view.drug, resolved.kind, str(resolved.period_end))
