"""What the environment may set: each field of `Settings`, by its name in capitals."""

import logging
import re
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent

VAR: Final = PROJECT / "var"
"""Everything that is made while the project runs: extracts, downloads, files for browsers, logs."""
DEFAULT_EXTRACTS: Final = {"public": VAR / "extracts", "partner": VAR / "partner"}
"""Each edition has a folder of its own."""

FORMER_EXTRACTS: Final = {"public": PROJECT / "data" / "extracts", "partner": PROJECT / "data" / "partner"}
"""Where they were before; an extract there is used until there is one in its new place."""

FRAMING_SITE = r"'self'|'none'|https://(\*\.)?[A-Za-z0-9.-]+(:\d+)?|http://(127\.0\.0\.1|localhost)(:\d+)?"


@cache
def default_extracts(edition: Literal["public", "partner"]) -> Path:
    """Folder of an edition's extract where none is named; says once if one lies in its former one."""
    folder, former = DEFAULT_EXTRACTS[edition], FORMER_EXTRACTS[edition]
    if (folder / "current").exists() or not (former / "current").exists():
        return folder
    log.warning("The extract in %s is used. Move that folder to %s to keep it.", former, folder)
    return former


class Settings(BaseSettings):
    """Settings of the app and the command line, each from the environment variable of its name."""

    model_config = SettingsConfigDict(extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8050, ge=1, le=65535, description="Port to listen on.")
    edition: Literal["public", "partner"] = Field("public", description="Which edition to serve.")
    extracts: Path = Field(
        default_factory=lambda given: default_extracts(given.get("edition", "public")),
        description="Folder of the edition's extract.",
    )
    downloads: Path = Field(VAR / "downloads", description="Folder that `refresh` downloads to.")
    mirror: str = Field("", description="Where `refresh` asks for https://HOST/PATH as MIRROR/HOST/PATH.")

    frame_ancestors: str = Field(
        "'self'", description="Sites whose pages may show `/embed`, as https://HOST, with spaces between."
    )

    forwarded_allow_ips: str = Field(
        "127.0.0.1,::1",
        description="Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as addresses or "
        "networks with commas between, or * where nobody else can reach the server.",
    )
    metrics_from: str = Field(
        "127.0.0.0/8,::1", description="Networks that may read `/metrics`, with commas between."
    )
    web_concurrency: int = Field(2, ge=1, le=64, description="Workers that gunicorn starts.")

    @field_validator("forwarded_allow_ips", "metrics_from")
    @classmethod
    def _networks(cls, text: str, info: ValidationInfo) -> str:
        if info.field_name == "forwarded_allow_ips" and text.strip() == "*":
            return "*"
        try:
            networks = _read_networks(text)
        except ValueError:
            networks = []
        if not networks:
            raise ValueError("Write addresses or networks such as 10.0.0.0/8, with commas between")
        return ",".join(part.strip() for part in text.split(","))

    @property
    def metrics_readers(self) -> list[IPv4Network | IPv6Network]:
        """Networks that may read `/metrics`."""
        return _read_networks(self.metrics_from)

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
        return VAR / "static"


def _read_networks(text: str) -> list[IPv4Network | IPv6Network]:
    return [ip_network(part.strip()) for part in text.split(",")]


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
