"""From the figures of every origin to the tables that are read."""

from typing import Any

import polars as pl

from benchmarks.judge import MEASURES
from benchmarks.ours import NAME

EVERYTHING = "all items"
JUDGED = {
    "wape_day": "WAPE day",
    "wape_week": "WAPE week",
    "rmsse": "sales-weighted RMSSE",
    "pinball": "scaled pinball",
}
COST = ("train", "predict", "wall", "processor")
KEYS = ["family", "sample", "method"]


def averaged(figures: pl.DataFrame) -> pl.DataFrame:
    """One row per family, sample and method: means over origins, then over the data sets of the family."""
    each = figures.group_by(*KEYS, "data", maintain_order=True).agg(
        pl.mean(*MEASURES, *COST, "items"),
        pl.max("gigabytes"),
        (1000 * pl.sum("processor") / pl.sum("items")).alias("ms_per_item"),
    )
    return each.group_by(*KEYS, maintain_order=True).agg(
        pl.len().alias("sets"), pl.mean(*MEASURES, *COST, "ms_per_item"), pl.max("gigabytes")
    )


def accuracy(means: pl.DataFrame, family: str, sample: str) -> pl.DataFrame:
    """How good each method was."""
    return _chosen(means, family, sample).select("method", *MEASURES)


def costs(means: pl.DataFrame, family: str, sample: str) -> pl.DataFrame:
    """What each method cost for one data set at one origin; memory is the largest of all."""
    return _chosen(means, family, sample).select("method", *COST, "gigabytes", "ms_per_item")


def by_data(figures: pl.DataFrame, measure: str) -> pl.DataFrame:
    """One measure of every method on every data set, means over origins."""
    everything = figures.filter(pl.col("sample") == EVERYTHING)
    means = everything.group_by("data", "method", maintain_order=True).agg(pl.mean(measure))
    return means.pivot("data", index="method", values=measure)


def verdicts(means: pl.DataFrame) -> pl.DataFrame:
    """Ours against the best peer of every family and sample: below zero per cent is better than the best."""
    found: list[dict[str, Any]] = []
    for (family, sample), rows in means.group_by("family", "sample", maintain_order=True):
        own, peers = rows.filter(pl.col("method") == NAME), rows.filter(pl.col("method") != NAME)
        if own.is_empty() or peers.is_empty():
            continue
        for measure, title in JUDGED.items():
            best = peers.sort(measure, nulls_last=True).row(0, named=True)
            figure = own[measure].item()
            found.append(
                {
                    "family": family,
                    "sample": sample,
                    "measure": title,
                    "ours": figure,
                    "best_peer": best["method"],
                    "theirs": best[measure],
                    "per_cent": 100 * (figure / best[measure] - 1),
                }
            )
    return pl.DataFrame(found)


def told_verdicts(verdict: pl.DataFrame) -> list[str]:
    """The verdicts as sentences."""
    return [
        f"{row['family']}, {row['sample']}: {row['measure']} {row['ours']:.4f}, "
        f"{abs(row['per_cent']):.1f}% {'better' if row['per_cent'] < 0 else 'worse'} than the best peer "
        f"({row['best_peer']}, {row['theirs']:.4f})"
        for row in verdict.iter_rows(named=True)
    ]


def told_summaries(verdict: pl.DataFrame) -> list[str]:
    """How many of the measures were won, family by family, and by how much."""
    lines = []
    for (family, sample), rows in verdict.group_by("family", "sample", maintain_order=True):
        apart = rows["per_cent"]
        lines.append(
            f"{family}, {sample}: better than the best peer on {(apart < 0).sum()} of {len(apart)} measures, "
            f"by 2% or more on {(apart <= -2).sum()}; more than 1% behind on {(apart > 1).sum()}."
        )
    return lines


def held(rows: pl.DataFrame) -> pl.DataFrame:
    """Share of what was stated that held, over all origins and data sets of a family."""
    keys = ["family", "method", "kind", "group", "stated"]
    summed = rows.group_by(*keys, maintain_order=True).agg(pl.sum("held", "judged"))
    return summed.with_columns((pl.col("held") / pl.col("judged")).alias("share"))


def held_table(shares: pl.DataFrame, family: str, kind: str, method: str = NAME) -> pl.DataFrame:
    """One row per group, one column per stated probability."""
    chosen = shares.filter(
        (pl.col("family") == family) & (pl.col("kind") == kind) & (pl.col("method") == method)
    ).sort("group", "stated")
    wide = chosen.with_columns(pl.format("{}%", (100 * pl.col("stated")).round(1)).alias("stated")).pivot(
        "stated", index="group", values="share"
    )
    judged = chosen.group_by("group").agg(pl.col("judged").first())
    return wide.join(judged, on="group").sort("group")


def _chosen(means: pl.DataFrame, family: str, sample: str) -> pl.DataFrame:
    return means.filter((pl.col("family") == family) & (pl.col("sample") == sample))
