"""Tables to the screen and, where a folder is given, to files."""

from pathlib import Path

import polars as pl


class Report:
    """Says everything twice: to who waits, and into `folder` as one Markdown file and a CSV file per table."""

    def __init__(self, title: str, folder: Path | None) -> None:
        self.name, self.folder = title, folder
        self.lines: list[str] = []

    def heading(self, text: str) -> None:
        """A new section."""
        self._say(f"\n## {text}\n")

    def line(self, text: str) -> None:
        """A sentence."""
        self._say(f"{text}\n")

    def table(self, rows: pl.DataFrame) -> None:
        """A table with three decimals."""
        with pl.Config(
            tbl_formatting="MARKDOWN",
            tbl_hide_dataframe_shape=True,
            tbl_hide_column_data_types=True,
            tbl_rows=1000,
            tbl_cols=100,
            tbl_width_chars=1000,
            fmt_str_lengths=80,
            float_precision=3,
        ):
            self._say(f"{rows}\n")

    def sheet(self, name: str, rows: pl.DataFrame) -> None:
        """Figures in full, for a file only."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            rows.write_csv(self.folder / f"{self.name}-{name}.csv")

    def close(self) -> None:
        """Write the Markdown file."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{self.name}.md").write_text("\n".join(self.lines), encoding="utf-8")

    def _say(self, text: str) -> None:
        print(text, flush=True)
        self.lines.append(text)
