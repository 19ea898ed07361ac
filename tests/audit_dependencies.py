"""Looks whether a pinned package has a known vulnerability: `python tests/audit_dependencies.py`.

Findings fail. Where the database of advisories cannot be reached, one line says so and nothing fails.
"""

import json
import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).parents[1] / "constraints.txt"
AUDIT = [sys.executable, "-m", "pip_audit", "--requirement", str(PINNED), "--no-deps", "--disable-pip"]
FORM = ["--format", "json", "--progress-spinner", "off", "--timeout", "5"]
LONGEST_S = 60
UNREACHABLE = "Known vulnerabilities were not looked for: their database cannot be reached from here."


def audited():
    """What was found of each package; empty where nothing could be looked up."""
    try:
        ended = subprocess.run(
            [*AUDIT, *FORM], capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
        packages = json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return []
    return [package for package in packages if "vulns" in package]


def main():
    """Exit code: 1 where something was found."""
    packages = audited()
    found = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {fault['fix_versions'] or 'none'}"
        for package in packages
        for fault in package["vulns"]
    ]
    last = f"{len(packages)} packages have {len(found)} known vulnerabilities." if packages else UNREACHABLE
    sys.stdout.write("\n".join([*found, last]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
