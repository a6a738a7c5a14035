"""A ZIP archive that is sent while it is written, of any size (ZIP64)."""

from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from stockwright.insights.exports.sink import Sink


class Archive:
    """Files one after the other; the list of them comes last."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._sink = Sink()
        self._zip = ZipFile(self._sink, "w")

    def add(self, name: str, pieces: Iterator[bytes], *, squeezed: bool = True) -> Iterator[bytes]:
        """The bytes of one more file."""
        entry = ZipInfo(name, self._moment.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED if squeezed else ZIP_STORED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                yield self._sink.take()
        yield self._sink.take()

    def end(self) -> bytes:
        """The list of files, without which the archive is seen to be broken off."""
        self._zip.close()
        return self._sink.take()

    def close(self) -> None:
        """Leave it, whole or broken off; what was not taken is never sent."""
        self._zip.close()
