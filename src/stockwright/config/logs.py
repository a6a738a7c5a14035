"""Structured logs on standard error: readable for a person, JSON for a machine."""

import logging
import sys

import structlog
from structlog.typing import Processor


def configure_logs(*, form: str, level: str) -> None:
    """Write log events from `level` on, as "console" or "json"."""
    rendering: Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
