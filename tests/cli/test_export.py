"""Exports on the command line: files beside their manifests, whole or not at all."""

import gzip
import json
import re
from pathlib import Path

import pytest
from tests.make.exported import read_rows, summed
from tests.make.goods import stated
from tests.make.people import owner

from stockwright.cli.app import run
from stockwright.insights.exports.registry import DATASETS
from stockwright.insights.rules.exports import Format
from stockwright.kit.actor import Actor

Output = pytest.CaptureFixture[str]


@pytest.fixture
def alice() -> Actor:
    actor = owner("Command line")
    stated(actor, 5.5)
    return actor


def words(actor: Actor, *more: str) -> list[str]:
    return ["export", *more, "--company", str(actor.company_id)]


@pytest.mark.parametrize("file_format", list(Format))
def test_a_file_is_written_beside_its_manifest(file_format: Format, alice: Actor, tmp_path: Path) -> None:
    path = tmp_path / f"ledger.{file_format}"
    assert run(words(alice, "ledger", "--format", file_format, "--out", str(path))) == 0
    manifest = json.loads((tmp_path / f"{path.name}.manifest.json").read_text())
    rows = read_rows(path.read_bytes(), file_format)
    assert (manifest["rows"], manifest["totals"]["quantity"]) == (
        len(rows),
        str(summed(rows, "quantity").normalize()),
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name, f"{path.name}.manifest.json"]


def test_all_data_sets_go_into_a_folder(alice: Actor, tmp_path: Path) -> None:
    assert run(words(alice, "all", "--gzip", "--out", str(tmp_path / "out"))) == 0
    files = {one.name for one in (tmp_path / "out").iterdir()}
    assert files == {f"{name}.csv.gz{more}" for name in DATASETS for more in ("", ".manifest.json")}
    assert b"shirt" in gzip.decompress((tmp_path / "out" / "items.csv.gz").read_bytes())


def test_a_delta_comes_again_until_its_batch_is_acknowledged(alice: Actor, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "new.csv"
    taken = []
    for _ in range(2):
        assert run(words(alice, "ledger", "--delta", "books", "--out", str(path))) == 0
        taken.append(path.read_bytes())
    assert taken[0] == taken[1]
    [batch, again] = re.findall(r"--ack (\S+)", capsys.readouterr().out)
    assert batch == again
    assert run(words(alice, "ledger", "--ack", batch)) == 0
    assert run(words(alice, "ledger", "--delta", "books", "--out", str(path))) == 0
    assert "Nothing is new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["ledger"], "Say where the file goes"),
        (["people", "--out", "x"], "There is no data set “people”"),
        (["items", "--delta", "books", "--out", "x"], "has no deltas"),
        (["items", "--out", "/nowhere/at/all.csv"], "There is no folder /nowhere/at"),
        (["items", "--format", "parquet", "--gzip", "--out", "x"], "compressed inside already"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    more: list[str], told: str, alice: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words(alice, *more)) == 1
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
