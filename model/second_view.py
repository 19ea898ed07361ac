"""The view of the second map."""

from dataclasses import replace

from model.view import SECOND_PARTS, View, normalize, own_limits


def second_view(view: View, kind: str, level: str, period: str) -> tuple[View, tuple[str, ...]]:
    """The view of the second map: the first with the second's own parts put in, and normalized.

    Parameters
    ----------
    kind, level, period
        What the first map shows; another indicator opens on a kind of period of its own.

    Returns
    -------
    view, remarks
        As of `normalize`.
    """
    same = view.indicator2 in ("", view.indicator)
    same_unit = same and view.measure2 in ("", view.measure)
    own = {name.removesuffix("2"): getattr(view, name) for name in SECOND_PARTS if name != "legend2"}
    return normalize(
        replace(
            view,
            level=level,
            compare=(),
            # Own limits are numbers of the first map's unit.
            classes=view.classes if same_unit or not own_limits(view.classes) else "",
            kind=kind if same else view.kind,
            source=view.source if same else "",
            since="",
            maps="",
            **({"period": period} | {name: value for name, value in own.items() if value}),
        )
    )
