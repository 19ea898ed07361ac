"""Logs as one JSON object a line, for programs to read."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

ANSWERS: Final = "answers"
"""Logger with a line an answer."""
READABLE: Final = "%(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """A record as JSON: its words, or the fields of an answer."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the words hold."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        line |= fields if isinstance(fields, dict) else {"message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonLines}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        ANSWERS: {"level": "INFO"},
        # Handlers of its own, because the worker hands them on to uvicorn.
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
"""Of a server for many, to stderr."""
