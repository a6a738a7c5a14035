"""Everything that is claimed about speed and accuracy, measured in one go: `make bench`."""

import subprocess
import sys

QUICK = ("--data", "m5_CA_1", "online_retail", "--peers", "seasonal-naive", "mean-28", "tsb", "lightgbm")
"""A part of `make bench-forecast`, which takes hours."""

PARTS = (
    ("Accuracy on real sales, beside simpler methods", ["benchmarks.forecast", *QUICK]),
    ("What the engine costs per item", ["benchmarks.forecast_cost"]),
    ("Online Retail: from the file to the morning's lists", ["benchmarks.night", "online-retail"]),
    ("One M5 store: from the file to the morning's lists", ["benchmarks.night", "m5"]),
    ("10,000 simulated items over two years", ["benchmarks.night", "simulated", "10000"]),
    ("Four weeks of runs of 10,000 items, held against what was sold", ["benchmarks.scores", "10000"]),
    ("A ledger of a million rows, exported", ["benchmarks.export"]),
    ("A year of nights: what is noticed of changes in demand, and how soon", ["benchmarks.year"]),
    ("Changes in demand of many items: how soon, and how often nothing was there", ["benchmarks.notices"]),
    ("The morning page under ten users", ["benchmarks.page"]),
    ("The JSON door under 1,000 clients at once", ["benchmarks.http", "1000"]),
    ("Reservations, beside the bare database", ["benchmarks.reservations"]),
    ("Stock with a short and a long ledger", ["benchmarks.stock"]),
    ("A thousand buyers for fifty pieces", ["benchmarks.buyers"]),
    ("Every process killed in the middle of the load", ["benchmarks.crash"]),
    ("Reservations beside a receiver of webhooks that misbehaves", ["benchmarks.webhooks"]),
    ("A million random deeds", ["benchmarks.deeds"]),
)


def main() -> int:
    """Run every part in a process of its own; 1 when one of them failed."""
    failed = 0
    for title, (module, *words) in PARTS:
        print(f"\n## {title}\n", flush=True)
        failed |= subprocess.run([sys.executable, "-m", module, *words], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
