"""Exports as files on a disk, each beside its manifest."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stockwright.insights.actions.exports import keep_export
from stockwright.insights.exports.facts import as_json
from stockwright.insights.exports.files import ROWS, Wanted, compressed, facts_of, one_moment, rows_of
from stockwright.insights.rules.exports import Pack, check_pack
from stockwright.kit.actor import Actor
from stockwright.kit.files import write_whole
from stockwright.kit.ids import new_id
from stockwright.kit.problems import Invalid


class NoSuchFolder(Invalid):
    """The file has nowhere to go."""

    message = "There is no folder {folder}. Make it first, or name another one."


def write_files(
    actor: Actor, wanted: Sequence[Wanted], paths: Sequence[Path], *, gzip: bool = False, rows: int = ROWS
) -> list[dict[str, Any]]:
    """Write each file of one and the same moment and its `NAME.manifest.json`; the manifests.

    A file appears under its name once it is whole and on the disk; one that was there before stays until then.
    """
    for one, path in zip(wanted, paths, strict=True):
        check_pack(one.file_format, Pack.GZIP if gzip else Pack.NONE)
        if not path.parent.is_dir():
            raise NoSuchFolder(folder=str(path.parent))
    export_id, told = new_id(), []
    with one_moment(actor) as source:
        for one, path in zip(wanted, paths, strict=True):
            facts = facts_of(one, export_id, source, file=path.name)
            pieces = rows_of(actor, one, facts, rows=rows)
            write_whole(path, compressed(pieces) if gzip else pieces)
            write_whole(_manifest(path), [as_json(facts.told())])
            told.append(facts)
    keep_export(actor, export_id=export_id, told=told)
    return [facts.told() for facts in told]


def _manifest(path: Path) -> Path:
    return path.with_name(f"{path.name}.manifest.json")
