"""How the log is written: one line per event, ids and kinds only, as text or as JSON."""

import json
import logging
import sys
from datetime import UTC, datetime

import structlog

from bot.settings import LogFormat


class UnknownLevelError(Exception):
    """A level that is not one; the message is one plain sentence."""


def configure_logging(level: str, form: LogFormat = LogFormat.TEXT) -> None:
    """The libraries say something only when it is wrong. Raises `UnknownLevelError`."""
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise UnknownLevelError(f"LOG_LEVEL is {level}, which is none of DEBUG, INFO, WARNING, ERROR.")
    is_json = form is LogFormat.JSON
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if is_json else logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    text = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    render: structlog.typing.Processor = structlog.processors.JSONRenderer() if is_json else text
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            render,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


class _Json(logging.Formatter):
    """What the libraries say, in the same form as what we say."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)
