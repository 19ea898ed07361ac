"""Takes the screenshots in `docs/images/` of the app on its current extract: `make screenshots`."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from data.settings import PROJECT, read_settings

IMAGES = Path(__file__).parent / "images"
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
VIEWS = {"nation": "", "county": "place=39061&compare=39035,39049", "drug": "drug=synthetic_opioids&place=54"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60


def main() -> None:
    """Start the app on a free port and picture every view at every size in both themes."""
    IMAGES.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "EXTRACTS": str(read_settings().extracts.absolute())}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=PROJECT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address)
        with sync_playwright() as playwright:
            chromium = next(
                filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
            )
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for size, theme in ((size, theme) for size in SIZES for theme in ("light", "dark")):
                _picture(browser, address, size, theme)
    finally:
        server.terminate()


def _await(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(address)
            return
        except httpx.TransportError:
            time.sleep(0.2)


def _picture(browser: Browser, address: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, query in VIEWS.items():
        page.goto(f"{address}/?{query}")
        page.wait_for_selector('html[data-view][data-busy="false"]')
        page.screenshot(path=IMAGES / f"{name}-{size}-{theme}.png", full_page=size == "phone")
    context.close()


if __name__ == "__main__":
    main()
