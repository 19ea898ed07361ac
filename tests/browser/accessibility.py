"""axe-core on a page as it stands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .pages import appears

RULES: Final = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOR_RULES: Final = ("color-contrast", "link-in-text-block")
"""The rules that look at colors, which take most of the time; a theme changes nothing else."""
OF_COLOR: Final = {"type": "rule", "values": COLOR_RULES}
TAKE_SHAPES_OUT = """() => {
  const kept = [...document.querySelectorAll(".shapes")].map((group) => [group, [...group.childNodes]]);
  kept.forEach(([group]) => group.replaceChildren());
  document.addEventListener("shapes-back", () => kept.forEach(([group, shapes]) => group.append(...shapes)),
    { once: true });
}"""
PUT_SHAPES_BACK = "() => document.dispatchEvent(new Event('shapes-back'))"


@contextmanager
def ready_for_axe(page: Page) -> Iterator[None]:
    """A page in the light that keeps still, without the shapes of its maps.

    Thousands of shapes of one picture, which has a role and a name, only cost time.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(TAKE_SHAPES_OUT)
    yield
    page.emulate_media(color_scheme="light")
    page.evaluate(PUT_SHAPES_BACK)


def faults(
    page: Page, *left_out: str, rules: dict[str, object] = RULES, outside: Sequence[str] = ()
) -> list[str]:
    """What axe finds on a page ready for it, each with the elements it is found on.

    Parameters
    ----------
    left_out
        Rules that are not looked at.
    outside
        Selectors of parts of the page that are not.
    """
    # What is in order is not needed, and reporting it takes longer than looking.
    options = {
        "resultTypes": ["violations"],
        "runOnly": rules,
        "rules": {rule: {"enabled": False} for rule in left_out},
    }
    context = {"exclude": [[selector] for selector in outside]}
    found = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"][:2]
    ]


def faults_in_the_dark(page: Page, outside: Sequence[str] = ()) -> list[str]:
    """What the rules of colors find in the dark theme, outside some parts of the page."""
    page.emulate_media(color_scheme="dark")
    appears(page, 'html[data-theme="dark"]')
    return [f"dark: {fault}" for fault in faults(page, rules=OF_COLOR, outside=outside)]


def faults_in_both_themes(page: Page, outside: Sequence[str] = ()) -> list[str]:
    """What axe finds in light colors, and what its rules of colors find in dark ones."""
    with ready_for_axe(page):
        return [*faults(page, outside=outside), *faults_in_the_dark(page, outside)]
