"""axe-core on a page as it stands."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

RULES: Final = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
OF_COLOR: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colors; a theme changes nothing else."""
TAKE_SHAPES_OUT = """() => {
  const kept = [...document.querySelectorAll(".shapes")].map((group) => [group, [...group.childNodes]]);
  kept.forEach(([group]) => group.replaceChildren());
  document.addEventListener("shapes-back", () => kept.forEach(([group, shapes]) => group.append(...shapes)),
    { once: true });
}"""
PUT_SHAPES_BACK = "() => document.dispatchEvent(new Event('shapes-back'))"


def faults(page: Page, *left_out: str, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds, each with the elements it is found on, some rules left out."""
    # What is in order is not needed, and reporting it takes longer than looking.
    options = {
        "resultTypes": ["violations"],
        "runOnly": rules,
        "rules": {rule: {"enabled": False} for rule in left_out},
    }
    page.emulate_media(reduced_motion="reduce")
    # Thousands of shapes of one picture, which has a role and a name, only cost time.
    page.evaluate(TAKE_SHAPES_OUT)
    found = Axe().run(page, options=options).response
    page.evaluate(PUT_SHAPES_BACK)
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"][:2]
    ]


def faults_in_both_themes(page: Page, *left_out: str) -> list[str]:
    """What axe finds in light colors, and what its rules of colors find in dark ones."""
    in_light = faults(page, *left_out)
    switch_theme(page, "dark")
    in_dark = faults(page, rules=OF_COLOR)
    switch_theme(page, "light")
    return [*in_light, *(f"dark: {fault}" for fault in in_dark)]


def switch_theme(page: Page, theme: str) -> None:
    """Let the system want another theme, as the page follows it."""
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.locator(f'html[data-theme="{theme}"]')).to_have_count(1)
