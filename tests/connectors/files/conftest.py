"""Files to read, written the way people and shops write them."""

from pathlib import Path
from typing import Any

import pytest

from stockwright.channels.connectors.files.mapping.parsing import Parsed

from .make import Read, Write, read_file


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str | bytes, *, name: str = "sales.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write_file


@pytest.fixture
def read(write: Write) -> Read:
    def read_text(content: str, *, name: str = "sales.csv", **corrected: Any) -> Parsed:
        return read_file(write(content, name=name), **corrected)

    return read_text
