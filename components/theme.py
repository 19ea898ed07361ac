"""Colours that Plotly needs as values; the stylesheet holds the same tokens for everything else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colours of one theme."""

    ink: str
    muted: str
    rule: str
    surface: str
    health: str
    supply: str
    response: str
    context: str
    others: tuple[str, ...]

    def sector(self, name: str) -> str:
        """Colour of a sector."""
        return str(getattr(self, name))


LIGHT = Theme(
    "#15212c", "#566676", "#dfe5ea", "#ffffff", "#b5361f", "#1f6fb2", "#20795a", "#6a4fa3",
    ("#20795a", "#8a6a00", "#0a7a8a", "#a03a7a"),
)  # fmt: skip
DARK = Theme(
    "#eaf0f5", "#9fb0bf", "#26343f", "#16202a", "#ff8a6a", "#6db3f2", "#5fd0a5", "#b9a3ee",
    ("#5fd0a5", "#e0b84a", "#5cc8d8", "#ea8cc0"),
)  # fmt: skip


def theme_named(name: str | None) -> Theme:
    """Theme of a name; anything but `dark` is light."""
    return DARK if name == "dark" else LIGHT
