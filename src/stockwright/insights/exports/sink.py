"""A file that is handed on while it is written."""

import io
from typing import Any


class Sink(io.RawIOBase):
    """What a library writes, to be taken out piece by piece; it knows its place and cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        """It is there to be written."""
        return True

    def tell(self) -> int:
        """How much was written so far."""
        return self._place

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        kept = bytes(piece)
        self._pieces.append(kept)
        self._place += len(kept)
        return len(kept)

    def take(self) -> bytes:
        """All that was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
