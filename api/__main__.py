"""Writes `docs/openapi.json`, or checks that it is current: `python -m api [--check]`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from api.service import build, document
from model.settings import PROJECT, read_settings
from queries.store import Store

WRITTEN: Final = PROJECT / "docs" / "openapi.json"


def described() -> str:
    """The OpenAPI file as the program now is; no extract is needed."""
    return document(build(Store(read_settings().extracts)))


def main(
    check: Annotated[bool, typer.Option(help="Only say whether the file is current.")] = False,
    path: Annotated[Path, typer.Option(help="The file.")] = WRITTEN,
) -> None:
    """Write the API's OpenAPI file."""
    if not check:
        path.write_text(described(), encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != described():
        typer.echo(f"{path.name} is not current; run `python -m api`.", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
