"""A file that cannot be read is refused with a sentence that says what to do."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.client.records import LONGEST_LINE
from stockwright.channels.connectors.files.problems import (
    ArchiveFile,
    BinaryFile,
    BrokenLetters,
    DamagedFile,
    EmptyFile,
    EncryptedExcel,
    FileProblem,
    LineTooLong,
    NoHeader,
    NoRows,
    OldExcel,
    OneColumn,
    UnknownKind,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(*names: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in names:
            archive.writestr(name, "date,sku,quantity\n2024-01-01,A1,2\n")
    return memory.getvalue()


REFUSED = [
    (b"", EmptyFile, "has rows"),
    (b" \r\n\t\n", EmptyFile, "has rows"),
    (b"\xef\xbb\xbf", EmptyFile, "has rows"),
    (zipped("sales.csv"), ArchiveFile, "Unpack it"),
    (zipped("mimetype", "content.xml"), UnknownKind, "Save it as"),
    (b"PK\x03\x04 and then nothing", DamagedFile, "Export it again"),
    (gzip.compress(b"date,sku\n", mtime=0), ArchiveFile, "Unpack it"),
    (b"%PDF-1.7\n", BinaryFile, "a PDF document"),
    (b"\n<!doctype html><table>", BinaryFile, "a web page"),
    (b"PAR1 cut off", DamagedFile, "cut off"),
    (OLE + "Workbook".encode("utf-16-le"), OldExcel, "save it as .xlsx"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedExcel, "remove the password"),
    (b"date,sku,quantity\n2024-01-01,A\x001,2\n", BinaryFile, "zero bytes"),
    (b"date\n2024-01-01\n2024-01-02\n", OneColumn, "only one column"),
    (b"2024-01-01,A1,2\n2024-01-02,A2,3\n", NoHeader, "names of its columns"),
    (b"date,sku,quantity\n", NoRows, "no rows"),
    ("date,name,qty\n2024-01-01,ÐÑÐ¸Ð²ÐµÑ Ð¼Ð¸Ñ\u0080,2\n".encode(), BrokenLetters, "CSV UTF-8"),
    (b"a" * (LONGEST_LINE + 10), LineTooLong, "longer than"),
]


@pytest.mark.parametrize(("content", "problem", "advice"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_advice(
    tmp_path: Path, content: bytes, problem: type[FileProblem], advice: str
) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(problem) as caught:
        open_table(path, name="march.csv")
    assert advice in caught.value.message
    assert "march.csv" in caught.value.message
    assert str(caught.value) == caught.value.message


def test_a_problem_tells_its_code_and_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(zipped("sales.csv"))
    with pytest.raises(ArchiveFile) as caught:
        open_table(path, name="march.csv")
    assert caught.value.code == "archive_file"
    assert caught.value.fields == {"name": "march.csv", "archive": "ZIP"}
