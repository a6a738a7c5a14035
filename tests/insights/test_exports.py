"""Exports hold exactly the company's rows, and say truly how many they are and what they add up to."""

import gzip
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.exported import archive_of, read_rows, summed, taken
from tests.make.goods import events_of, item, lines, rows_of, sold, stated
from tests.make.people import colleague, owner, people
from tests.make.trade import traded

from stockwright.insights.exports.dataset import Narrowed
from stockwright.insights.exports.files import Wanted, written
from stockwright.insights.exports.registry import DATASETS, dataset_named, ledger_named, readable
from stockwright.insights.models import ExportRun
from stockwright.insights.rules.exports import FORMULA, Format, NoDeltas, NoSuchDataset, Pack, PackedAlready
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope

NAMES = list(DATASETS)


@pytest.fixture(scope="module")
def alice() -> Actor:
    """A company with rows in every data set."""
    return traded("Alice's-own")


@pytest.fixture(scope="module")
def mallory() -> Actor:
    return traded("Mallory's-own")


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_has_rows_to_look_at(name: str, alice: Actor) -> None:
    """The control of the tests below: an empty file would pass them all."""
    assert taken(alice, name, Format.JSONL)[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file_format", list(Format))
def test_the_facts_are_those_of_the_rows_in_the_file(name: str, file_format: Format, alice: Actor) -> None:
    rows, manifest = taken(alice, name, file_format)
    assert manifest["rows"] == len(rows)
    assert {column: Decimal(told) for column, told in manifest["totals"].items()} == {
        column: summed(rows, column) for column in DATASETS[name].totals
    }
    assert list(rows[0]) == list(DATASETS[name].columns) == list(manifest["columns"])
    assert (manifest["company"], manifest["filter"]) == ("Alice's-own", "everything")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "audit"])
def test_the_three_formats_tell_the_same_rows_and_the_same_totals(name: str, alice: Actor) -> None:
    (separated, first), (lined, second), (parquet, third) = (taken(alice, name, one) for one in Format)
    assert first["totals"] == second["totals"] == third["totals"]
    assert len(separated) == len(lined) == len(parquet)
    for texts, told, typed in zip(separated, lined, parquet, strict=True):
        for column, kind in DATASETS[name].columns.items():
            assert texts[column].removeprefix("'") == _as_csv(told[column])
            if str(kind).startswith("Decimal") and told[column] is not None:
                assert typed[column] == Decimal(told[column])
            if str(kind) == "String":
                assert typed[column] == told[column]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file_format", list(Format))
def test_nothing_of_another_company_is_in_any_file(
    name: str, file_format: Format, alice: Actor, mallory: Actor
) -> None:
    ours, _ = taken(mallory, name, file_format)
    theirs, _ = taken(alice, name, file_format)
    assert "Alice" in str(theirs)
    assert "Alice" not in str(ours)
    for column in (one for one in DATASETS[name].columns if one in {"id", "order_id", "variant_id", "batch_id"}):
        assert {row[column] for row in ours} & {row[column] for row in theirs} <= {None, ""}


def test_the_ledger_and_the_levels_of_one_moment_agree(alice: Actor) -> None:
    wanted = [Wanted(DATASETS[name], Format.CSV) for name in ("ledger", "levels")]
    import io
    import json
    from zipfile import ZipFile

    pieces = written(alice, wanted, export_id=new_id(), pack=Pack.ZIP)
    archive = ZipFile(io.BytesIO(b"".join(pieces)))
    ledger, levels = json.loads(archive.read("manifest.json"))["files"]
    assert ledger["totals"]["quantity"] == levels["totals"]["on_hand"]
    assert ledger["data_at"] == levels["data_at"]


def test_a_row_written_meanwhile_is_not_in_a_file_that_was_begun() -> None:
    alice = owner()
    stated(alice, 5)
    pieces = written(alice, [Wanted(DATASETS["ledger"], Format.CSV)], export_id=new_id(), pack=Pack.NONE, rows=1)
    begun = next(pieces)
    from tests.make.threads import together

    together(lambda: stated(alice, 9, at=1, sku="cap"))
    rows = read_rows(begun + b"".join(pieces), Format.CSV)
    assert [row["sku"] for row in rows] == ["shirt"]


def test_a_parquet_file_carries_its_facts(alice: Actor) -> None:
    import io

    import pyarrow.parquet as pq

    archive = archive_of(alice, "ledger", Format.PARQUET)
    file = pq.ParquetFile(io.BytesIO(archive.read("ledger.parquet")))
    told = {key.decode(): text.decode() for key, text in file.metadata.metadata.items()}
    assert told["stockwright.rows"] == str(file.metadata.num_rows)
    assert told["stockwright.company"] == "Alice's-own"
    assert file.metadata.num_row_groups > 1


@pytest.mark.parametrize("sign", FORMULA)
def test_a_formula_is_harmless_in_a_csv_and_untouched_elsewhere(sign: str) -> None:
    alice = owner()
    sold(alice, lines((f"x{sign}", 1, 2)))
    stated(alice, 3, sku="cap")
    sold(alice, lines(("cap", 2, 5)))
    with scope(alice.company_id), connection.cursor() as cursor:
        cursor.execute("update catalog_product set name = %s", [f"{sign}1+1"])
    assert {row["name"] for row in taken(alice, "items", Format.CSV)[0]} == {f"'{sign}1+1"}
    assert {row["name"] for row in taken(alice, "items", Format.JSONL)[0]} == {f"{sign}1+1"}
    quantities = [row["quantity"] for row in taken(alice, "ledger", Format.CSV)[0]]
    assert quantities == ["3", "-5"]


def test_an_empty_data_set_is_a_file_with_its_heading_and_a_row_count_of_zero() -> None:
    rows, manifest = taken(owner(), "ledger", Format.PARQUET)
    assert (rows, manifest["rows"], manifest["totals"]["quantity"]) == ([], 0, "0")


def test_a_file_alone_may_be_compressed(alice: Actor) -> None:
    wanted = [Wanted(DATASETS["items"], Format.JSONL)]
    plain = b"".join(written(alice, wanted, export_id=new_id(), pack=Pack.NONE))
    assert gzip.decompress(b"".join(written(alice, wanted, export_id=new_id(), pack=Pack.GZIP))) == plain
    with pytest.raises(PackedAlready):
        next(written(alice, [Wanted(DATASETS["items"], Format.PARQUET)], export_id=new_id(), pack=Pack.GZIP))


def test_a_filter_is_told_in_words_and_kept_to(alice: Actor) -> None:
    narrowed = Narrowed("sku = %(sku)s", {"sku": "nothing"}, "SKU nothing")
    rows, manifest = taken(alice, "items", Format.CSV, narrowed)
    assert (rows, manifest["filter"]) == ([], "SKU nothing")


def test_an_export_that_was_written_to_its_end_is_kept_and_told_of() -> None:
    alice, export_id = owner(), new_id()
    item(alice)
    b"".join(written(alice, [Wanted(DATASETS["items"], Format.CSV)], export_id=export_id, pack=Pack.ZIP))
    with scope(alice.company_id):
        [run] = ExportRun.objects.of(alice)
    assert (run.pk, run.dataset, run.rows, run.manifest["rows"], run.by) == (export_id, "items", 1, 1, alice.label)
    assert events_of(alice)[-1] == "export.taken"


def test_an_export_that_breaks_off_is_not_kept_and_leaves_the_connection_well() -> None:
    alice = owner()
    stated(alice, 5)
    stated(alice, 5, sku="cap")
    pieces = written(alice, [Wanted(DATASETS["ledger"], Format.CSV)], export_id=new_id(), pack=Pack.ZIP, rows=1)
    for _ in range(2):
        next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert rows_of(alice, "select count(*) from insights_exportrun") == [(0,)]


def test_what_the_role_may_not_read_is_not_exported() -> None:
    told = people()
    buyer = colleague(told.alice, "buyer")
    assert "audit" not in {one.name for one in readable(buyer)}
    with pytest.raises(NotAllowed):
        dataset_named(buyer, "audit")
    with pytest.raises(NoSuchDataset):
        dataset_named(told.alice, "people")
    with pytest.raises(NoDeltas):
        ledger_named(told.alice, "items")


@pytest.mark.parametrize("name", NAMES)
def test_more_rows_are_no_more_queries(name: str) -> None:
    alice = owner()
    counts = []
    for number in range(2):
        stated(alice, 5, at=number, sku=f"sku-{number}")
        sold(alice, lines((f"sku-{number}", number + 1, 1), (f"sku-{number}", number + 2, 1)))
        with CaptureQueriesContext(connection) as queries:
            taken(alice, name, Format.CSV)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def _as_csv(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
