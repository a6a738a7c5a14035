"""How the items of a large company are divided into shards that are forecast one by one."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from stockwright.kit.problems import Conflict


class ForecastUnderWay(Conflict):
    """A forecast in shards is being made by the workers."""

    message = "The workers are making a forecast at the moment. Wait until it is finished, then ask again."


class Divided(NamedTuple):
    """The items of each shard, of the witnesses and of the sample to learn from; how many series there are."""

    shards: list[list[str]]
    witnesses: list[str]
    sample: list[str]
    series: int


class _Unit(NamedTuple):
    items: list[str]
    series: int


def divided(
    items: pl.DataFrame, links: Sequence[tuple[str, str]], *, most: int, witnesses: int, sample: int
) -> Divided:
    """Divide `items` (variant_id, category or null, series: at how many places) into shards of `most` series.

    A category stays together where it fits into a shard. Items of a pair of `links`, who follows whom, always
    do. So many series as `witnesses` and as `sample` are drawn evenly over the categories.
    """
    units = _units(items, links)
    blocks = [piece for block in units for piece in _pieces(block, most)]
    return Divided(
        _packed(blocks, most), _drawn(items, witnesses), _drawn(items, sample), int(items["series"].sum())
    )


def _units(items: pl.DataFrame, links: Sequence[tuple[str, str]]) -> list[list[_Unit]]:
    """By category, the items that have to stay together, in the order of their ids."""
    heads = _heads(links)
    named = items.sort("variant_id").with_columns(
        head=pl.col("variant_id").replace_strict(heads, default=pl.col("variant_id"), return_dtype=pl.String)
    )
    units = named.group_by("head", maintain_order=True).agg(
        "variant_id", pl.col("series").sum(), pl.first("category")
    )
    blocks = units.group_by("category", maintain_order=True).agg("variant_id", "series")
    return [
        [_Unit(ids, series) for ids, series in zip(*columns, strict=True)]
        for columns in blocks.select("variant_id", "series").iter_rows()
    ]


def _heads(links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each linked item one that speaks for all it is linked with."""
    heads: dict[str, str] = {}

    def head(item: str) -> str:
        while (above := heads.setdefault(item, item)) != item:
            item = above
        return item

    for one, other in links:
        heads[head(one)] = head(other)
    return {item: head(item) for item in heads}


def _pieces(block: list[_Unit], most: int) -> list[_Unit]:
    """A category in as few pieces of about the same size as fit."""
    total = sum(unit.series for unit in block)
    target = total / -(-total // most) if total else most
    pieces: list[_Unit] = []
    for unit in block:
        if pieces and pieces[-1].series + unit.series <= target:
            pieces[-1].items.extend(unit.items)
            pieces[-1] = _Unit(pieces[-1].items, pieces[-1].series + unit.series)
        else:
            pieces.append(_Unit([*unit.items], unit.series))
    return pieces


def _packed(pieces: list[_Unit], most: int) -> list[list[str]]:
    """The pieces in shards, the largest first, each into the first shard with room."""
    shards: list[_Unit] = []
    for piece in sorted(pieces, key=lambda each: -each.series):
        at = next((at for at, shard in enumerate(shards) if shard.series + piece.series <= most), None)
        if at is None:
            shards.append(piece)
        else:
            shards[at] = _Unit(shards[at].items + piece.items, shards[at].series + piece.series)
    return [shard.items for shard in shards]


def _drawn(items: pl.DataFrame, series: int) -> list[str]:
    """Every so many-th item, in the order of categories, so that they are at about so many places."""
    total = int(items["series"].sum())
    step = max(round(total / max(series, 1)), 1)
    return items.sort("category", "variant_id", nulls_last=True)["variant_id"].gather_every(step).to_list()
