"""A ledger of a million rows taken away in each format: rows a second, and the memory it takes.

python -m benchmarks.export [rows]
"""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import polars as pl

from benchmarks.database import fresh_database, measured

ITEMS = 1_000
EMAIL = "export@example.com"
KINDS = (("csv", False), ("csv", True), ("jsonl", False), ("jsonl", True), ("parquet", False))


def main(words: list[str]) -> None:
    """Fill a ledger, and take it away in a process of its own for each format."""
    if words[:1] == ["one"]:
        _one(UUID(words[1]), words[2], Path(words[3]), gzip=words[4] == "gzip")
        return
    rows = int(words[0]) if words else 1_000_000
    with fresh_database() as home:
        company = _filled(rows)
        print(f"{rows:,} rows of the ledger\n")
        heads = (
            ("rows a second", 15),
            ("seconds", 10),
            ("file, MB", 10),
            ("memory before, MB", 19),
            ("peak, MB", 10),
        )
        print(f"{'format':<14}" + "".join(f"{head:>{width}}" for head, width in heads))
        for file_format, gzip in KINDS:
            path = home / f"ledger.{file_format}{'.gz' if gzip else ''}"
            ending = "gzip" if gzip else "plain"
            command = [
                sys.executable,
                "-m",
                "benchmarks.export",
                "one",
                str(company),
                file_format,
                str(path),
                ending,
            ]
            subprocess.run(command, check=True)
            path.unlink()


def _filled(rows: int) -> UUID:
    """A company with so many rows in its ledger, written past the actions, which are measured elsewhere."""
    from stockwright.accounts.actions.people import sign_up
    from stockwright.catalog.actions.items import add_items
    from stockwright.inventory.actions.locations import add_location
    from stockwright.kit.statements import run
    from stockwright.kit.tenancy import scope

    actor = sign_up(company_name="Export", email=EMAIL, password="correct horse battery")
    add_items(actor, items=pl.DataFrame({"sku": [f"SKU-{number:05}" for number in range(ITEMS)]}))
    place = add_location(actor, name="Main")
    with scope(actor.company_id):
        run(
            """
            insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, unit_cost,
                average_value, fifo_value, happened_at, ref_type, ref_id, channel, reason, by, cause)
            select %(company)s, v.id, %(place)s, 'sale', -(n %% 7 + 1) / 2.0, 3.25, -1.625, -1.625,
                timestamptz '2026-01-01' + n * interval '10 seconds', 'order', 'A-' || n, 'shop', '',
                'import', 'bench:' || n
            from (select id, row_number() over (order by sku) as at from catalog_variant) v
            join generate_series(1, %(rows)s) n on n %% %(items)s + 1 = v.at
            """,
            {"company": actor.company_id, "place": place.pk, "rows": rows, "items": ITEMS},
        )
    return actor.company_id


def _one(company_id: UUID, file_format: str, path: Path, *, gzip: bool) -> None:
    """One export, with a line of the table."""
    import django
    import psutil

    django.setup()
    from stockwright.insights.exports.files import Wanted
    from stockwright.insights.exports.folder import write_files
    from stockwright.insights.exports.registry import DATASETS
    from stockwright.insights.rules.exports import Format
    from stockwright.kit.actor import Actor

    before = psutil.Process().memory_info().rss / 1e6
    with measured() as cost:
        wanted = [Wanted(DATASETS["ledger"], Format(file_format))]
        [manifest] = write_files(Actor.system(company_id), wanted, [path], gzip=gzip)
    name = f"{file_format}{' + gzip' if gzip else ''}"
    each, size, peak = manifest["rows"] / cost.seconds, path.stat().st_size / 1e6, cost.gigabytes * 1000
    print(f"{name:<14}{each:>15,.0f}{cost.seconds:>10.1f}{size:>10.1f}{before:>19.0f}{peak:>10.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
