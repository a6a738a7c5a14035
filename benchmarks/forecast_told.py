"""What the comparison says: figures, what held, and the verdict last."""

import polars as pl

from benchmarks import forecast_tables as tables
from benchmarks.m5_totals import Totals
from benchmarks.report import Report

KINDS = {
    "all": "Intervals",
    "class": "Intervals by demand class",
    "week": "Intervals by week of the horizon",
    "sum": "Quantiles of sums",
}


def tell(report: Report, figures: pl.DataFrame, stated: pl.DataFrame, totals: Totals) -> None:
    """Print and write everything."""
    means = tables.averaged(figures)
    shares = tables.held(stated)
    verdict = tables.verdicts(means)
    for family, sample in means.select("family", "sample").unique(maintain_order=True).iter_rows():
        _family(report, figures, means, family, sample)
    for family in shares["family"].unique(maintain_order=True):
        _calibration(report, shares, family)
    if totals.stores() > 1:
        report.heading(f"M5: the twelve levels of the competition, {totals.stores()} stores together")
        report.table(totals.table())
    if len(verdict):
        report.heading("Ours beside the best peer")
        for line in [*tables.told_verdicts(verdict), *tables.told_summaries(verdict)]:
            report.line(line)
    sheets = {"measures": figures, "means": means, "calibration": shares, "verdicts": verdict}
    for name, rows in sheets.items():
        report.sheet(name, rows)
    report.close()


def _family(report: Report, figures: pl.DataFrame, means: pl.DataFrame, family: str, sample: str) -> None:
    chosen = figures.filter((pl.col("family") == family) & (pl.col("sample") == sample))
    sets, days = chosen["data"].n_unique(), chosen["last_day"].unique().sort()
    report.heading(f"{family}, {sample}: {sets} data sets, last training days {', '.join(map(str, days))}")
    report.table(tables.accuracy(means, family, sample))
    report.line("Seconds of one run (mean), largest memory, processor time per item:")
    report.table(tables.costs(means, family, sample))
    if sets > 1 and sample == tables.EVERYTHING:
        for measure, title in tables.JUDGED.items():
            report.line(f"{title} by data set:")
            report.table(tables.by_data(chosen, measure))


def _calibration(report: Report, shares: pl.DataFrame, family: str) -> None:
    for kind, title in KINDS.items():
        table = tables.held_table(shares, family, kind)
        if len(table):
            report.heading(f"{family}: {title}, what was stated and the share that held (ours)")
            report.table(table)
