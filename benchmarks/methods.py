"""Every method that is compared: our engine first, then what people could pick instead."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import ours, peer_boosting, peer_frames, peer_prophet, peer_statistics
from benchmarks.told import Told
from stockwright.engine.demand.panel import Panel

OURS = "ours"
THREADS = 1


@dataclass(frozen=True)
class Method:
    """`sample` is how many items it is tried on, where all would take too long; `package` is what it needs."""

    name: str
    run: Callable[[Panel], Told]
    package: str
    code: str = ""
    sample: int | None = None

    def missing(self) -> bool:
        """Whether what it needs is not installed."""
        try:
            version(self.package)
        except PackageNotFoundError:
            return True
        return False

    def edition(self) -> str:
        """Changes when the library or our use of it does."""
        files = [self.code, str(peer_frames.__file__)] if self.code else []
        told = b"".join(Path(file).read_bytes() for file in files)
        return f"{version(self.package)}-{sha256(told).hexdigest()[:8]}"


def _statistical(name: str) -> Method:
    run = partial(peer_statistics.statistical, method=name)
    return Method(name, run, "statsforecast", str(peer_statistics.__file__))


def _pooled(learner: str, package: str) -> Method:
    run = partial(peer_boosting.pooled, learner=learner, threads=THREADS)
    return Method(f"mlforecast {learner}", run, package, str(peer_boosting.__file__))


METHODS = {
    OURS: Method(ours.NAME, ours.ours, "stockwright"),
    "seasonal-naive": _statistical("seasonal naive"),
    "mean-28": _statistical("28-day mean"),
    "croston": _statistical("Croston"),
    "sba": _statistical("SBA"),
    "tsb": _statistical("TSB"),
    "autoets": _statistical("AutoETS"),
    "lightgbm": _pooled("LightGBM", "mlforecast"),
    "xgboost": _pooled("XGBoost", "mlforecast"),
    "xgboost-per-item": Method(
        "XGBoost per item", peer_boosting.one_per_item, "mlforecast", str(peer_boosting.__file__), sample=300
    ),
    "prophet": Method("Prophet", peer_prophet.prophet, "prophet", str(peer_prophet.__file__), sample=50),
}
PEERS = tuple(name for name in METHODS if name != OURS)
