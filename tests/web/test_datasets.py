"""The page of exports: every data set with its rows, taken away alone or together."""

import io
import json
from zipfile import ZipFile

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.goods import stated
from tests.make.people import colleague, owner
from tests.web.visits import bytes_of, text_of, visitor

from stockwright.insights.actions.deltas import open_delta
from stockwright.insights.exports.registry import DATASETS
from stockwright.kit.actor import Actor


def downloaded(actor: Actor, query: str) -> ZipFile:
    answer = visitor(actor).get(f"/settings/exports/file?{query}")
    assert answer["Content-Type"] == "application/zip"
    return ZipFile(io.BytesIO(bytes_of(answer)))


def test_every_data_set_is_named_with_its_rows() -> None:
    alice = owner()
    stated(alice, 5)
    said = text_of(visitor(alice).get("/settings/exports").content.decode())
    for dataset in DATASETS.values():
        assert str(dataset.title) in said
    assert "never" in said


def test_a_file_that_was_taken_is_told_on_the_page() -> None:
    alice = owner()
    stated(alice, 5)
    archive = downloaded(alice, "dataset=ledger&format=parquet")
    assert archive.namelist() == ["ledger.parquet", "manifest.json"]
    assert "1 row, Parquet" in text_of(visitor(alice).get("/settings/exports").content.decode())


def test_everything_is_one_archive_of_one_moment() -> None:
    alice = owner()
    stated(alice, 5)
    archive = downloaded(alice, "format=jsonl")
    assert set(archive.namelist()) == {f"{name}.jsonl" for name in DATASETS} | {"manifest.json"}
    told = json.loads(archive.read("manifest.json"))["files"]
    assert len({one["data_at"] for one in told}) == 1
    for one in told:
        assert one["rows"] == len(archive.read(one["file"]).splitlines())


def test_a_buyer_takes_everything_but_what_buyers_may_not_read() -> None:
    buyer = colleague(owner(), "buyer")
    assert "audit.csv" not in downloaded(buyer, "").namelist()
    assert visitor(buyer).get("/settings/exports/file?dataset=audit").status_code == 403


def test_a_data_set_that_does_not_exist_is_told_so() -> None:
    answer = visitor(owner()).get("/settings/exports/file?dataset=people")
    assert answer.status_code == 404
    assert "There is no data set" in text_of(answer.content.decode())


def test_who_fetches_what_is_new_is_shown() -> None:
    alice = owner()
    stated(alice, 5)
    open_delta(alice, dataset=DATASETS["ledger"], consumer="bookkeeping")
    said = text_of(visitor(alice).get("/settings/exports").content.decode())
    assert "bookkeeping" in said
    assert "waits to be acknowledged" in said


def test_more_rows_are_no_more_queries() -> None:
    alice = owner()
    client, counts = visitor(alice), []
    for number in range(2):
        stated(alice, 5, at=number, sku=f"sku-{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/settings/exports")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
