"""Plain facts of the machine that explain a timing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = ("dash", "plotly", "duckdb", "pandas")


def facts(browser: str = "") -> dict[str, str]:
    """Cores, processor, memory and versions; with the browser's where one took part."""
    driven = {"Browser": f"Chromium {browser}, headless, no GPU"} if browser else {}
    return {
        "Cores": str(os.cpu_count()),
        "Processor": _processor(),
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        **driven,
        "Python": platform.python_version(),
        "Packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in _lines(listed) if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
