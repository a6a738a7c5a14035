"""Opening a file: its kind is told by its bytes, not by its name."""

import zipfile
from pathlib import Path

from stockwright.channels.connectors.files.client.parquet import open_parquet
from stockwright.channels.connectors.files.client.separated import open_separated
from stockwright.channels.connectors.files.client.tables import Table
from stockwright.channels.connectors.files.client.xlsx import open_xlsx
from stockwright.channels.connectors.files.problems import (
    ArchiveFile,
    BinaryFile,
    DamagedFile,
    EmptyFile,
    EncryptedExcel,
    OldExcel,
    UnknownKind,
)

_ARCHIVES = {
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite": "a database",
    b"<!DOC": "a web page",
    b"<html": "a web page",
    b"{\\rtf": "a text document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_OLE = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, *, name: str) -> Table:
    """Open a CSV, XLSX or Parquet file as a table of text.

    `name` is what the person calls the file, for the messages. Raises a `FileProblem` that says what to do.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(name=name)
    if head.startswith(b"PAR1"):
        return open_parquet(path, name=name)
    if head.startswith(b"PK"):
        return _open_zip(path, name)
    if head.startswith(_OLE):
        raise _ole(path, name)
    _refuse_foreign(head, name)
    return open_separated(path, name=name)


def _open_zip(path: Path, name: str) -> Table:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise DamagedFile(name=name, kind="a workbook or an archive", detail=str(error)[:80]) from error
    if "xl/workbook.xml" in inside:
        return open_xlsx(path, name=name)
    if "[Content_Types].xml" in inside or "mimetype" in inside:
        raise UnknownKind(name=name)
    raise ArchiveFile(name=name, archive="ZIP")


def _ole(path: Path, name: str) -> OldExcel | EncryptedExcel:
    """Tell the two kinds of the old container apart by a stream name in its directory."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
        file.seek(max(path.stat().st_size - (1 << 20), 0))
        container = start + file.read()
    sealed = "EncryptedPackage".encode("utf-16-le") in container
    return EncryptedExcel(name=name) if sealed else OldExcel(name=name)


def _refuse_foreign(head: bytes, name: str) -> None:
    for mark, archive in _ARCHIVES.items():
        if head.startswith(mark):
            raise ArchiveFile(name=name, archive=archive)
    for mark, content in _OTHERS.items():
        if head.lstrip()[: len(mark)].lower() == mark.lower():
            raise BinaryFile(name=name, content=content)
