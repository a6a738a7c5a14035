"""Why a whole file cannot be read, said so that the person knows what to do."""

import re
from typing import ClassVar


class FileProblem(Exception):  # noqa: N818  (problems are named as facts)
    """A file that cannot be read at all; `code`, `message` and typed fields tell why."""

    template: ClassVar[str]

    def __init__(self, *, name: str, **fields: str | int) -> None:
        self.name = name
        self.fields: dict[str, str | int] = {"name": name, **fields}
        super().__init__(self.message)

    @property
    def code(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def message(self) -> str:
        return self.template.format(**self.fields)


class EmptyFile(FileProblem):
    template = "“{name}” is empty. Export it again and check that it has rows."


class NoRows(FileProblem):
    template = "“{name}” has a header but no rows under it. Choose a period with data and export it again."


class ArchiveFile(FileProblem):
    template = "“{name}” is a {archive} archive. Unpack it and upload the table inside."


class BinaryFile(FileProblem):
    template = "“{name}” is not a table but {content}. Save it as CSV or XLSX and upload that."


class OldExcel(FileProblem):
    template = "“{name}” is an old Excel workbook (.xls). Open it and save it as .xlsx."


class EncryptedExcel(FileProblem):
    template = "“{name}” is protected by a password. Open it, remove the password and save it again."


class DamagedFile(FileProblem):
    template = "“{name}” says it is {kind}, but it is damaged or cut off ({detail}). Export it again."


class TooBig(FileProblem):
    template = "“{name}” unpacks to {megabytes} MB, more than a workbook may. Save it as CSV instead."


class UnknownEncoding(FileProblem):
    template = "The letters of “{name}” cannot be read in any known encoding. Save it as CSV UTF-8."


class BrokenLetters(FileProblem):
    template = (
        "The letters of “{name}” were broken before it was uploaded (for example “{example}”). "
        "Export it again as CSV UTF-8, without opening and saving it on the way."
    )


class LineTooLong(FileProblem):
    template = (
        "Line {line} of “{name}” is longer than {limit} bytes, so it is not a table of rows. "
        "Export it again with one row per line."
    )


class OneColumn(FileProblem):
    template = (
        "“{name}” has only one column. Columns are divided by commas, semicolons, tabs or bars; "
        "export it again with one of them."
    )


class NoHeader(FileProblem):
    template = (
        "“{name}” has no line with the names of its columns (the first one begins with “{example}”). "
        "Add one at the top, for example: date, sku, quantity, price."
    )


class UnknownKind(FileProblem):
    template = "“{name}” is not a CSV, XLSX or Parquet file. Save it as one of these."
