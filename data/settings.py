"""What the environment may set: HOST, PORT, EXTRACTS, EDITION, DOWNLOADS, MIRROR and FRAME_ANCESTORS."""

import re
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent

DEFAULT_EXTRACTS: Final = {"public": PROJECT / "data" / "extracts", "partner": PROJECT / "data" / "partner"}
"""Each edition has a folder of its own."""

FRAMING_SITE = r"'self'|'none'|https://(\*\.)?[A-Za-z0-9.-]+(:\d+)?|http://(127\.0\.0\.1|localhost)(:\d+)?"


class Settings(BaseSettings):
    """Settings of the app and the command line, each from the environment variable of its name."""

    model_config = SettingsConfigDict(extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8050, ge=1, le=65535, description="Port to listen on.")
    edition: Literal["public", "partner"] = Field("public", description="Which edition to serve.")
    extracts: Path = Field(
        default_factory=lambda given: DEFAULT_EXTRACTS[given.get("edition", "public")],
        description="Folder of the edition's extract.",
    )
    downloads: Path = Field(PROJECT / "data" / "downloads", description="Folder that `refresh` downloads to.")
    mirror: str = Field("", description="Where `refresh` asks for https://HOST/PATH as MIRROR/HOST/PATH.")

    frame_ancestors: str = Field(
        "'self'", description="Sites whose pages may show `/embed`, as https://HOST, with spaces between."
    )

    @field_validator("frame_ancestors")
    @classmethod
    def _safe_ancestors(cls, sites: str) -> str:
        if all(re.fullmatch(FRAMING_SITE, site) for site in sites.split()) and sites.strip():
            return " ".join(sites.split())
        raise ValueError("Write it as 'self' or as sites such as https://health.example.gov")

    @field_validator("mirror")
    @classmethod
    def _safe_mirror(cls, address: str) -> str:
        if re.fullmatch(r"(https://[^\s/?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^\s?#]*)?|", address):
            return address
        raise ValueError("Write it as https://HOST/PATH; http is allowed on this machine only")

    @property
    def static(self) -> Path:
        """Folder of generated files the browser may keep for ever."""
        return PROJECT / "build" / "static"


class BadSettings(SystemExit):
    """Settings that cannot be used; ends the program with one line a fault."""


def read_settings() -> Settings:
    """Read the environment.

    Raises
    ------
    BadSettings
        Naming the variable, the fault and the value found.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [
            f"{str(fault['loc'][0]).upper()}: {fault['msg']} (found {fault['input']!r})"
            for fault in error.errors()
        ]
        raise BadSettings("The environment has settings that cannot be used:\n" + "\n".join(lines)) from None
