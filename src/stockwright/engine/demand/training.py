"""Learning, which takes its time and is done now and then: what a night's forecast needs to be quick."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

import numpy as np

from stockwright.engine.demand.blending import Blend, Tried, blended, found_blend
from stockwright.engine.demand.calibration import Calibration, Factors, Trial, calibrated
from stockwright.engine.demand.families.family import Learnt, Schooling
from stockwright.engine.demand.families.stable import FAMILIES, stable
from stockwright.engine.demand.lessons import lessons
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.past import past_of
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.trials import learn_all, tried_families


@dataclass(frozen=True)
class Trained:
    """What was learnt from a panel, enough to forecast it and the panels of the nights that follow.

    `event_names` are the kinds of event that were known; `as_of` the last day seen; `fingerprint` tells one
    panel from another.
    """

    as_of: date
    event_names: tuple[str, ...]
    families: dict[str, Learnt]
    blend: Blend
    calibration: Calibration
    fingerprint: str

    def to_bytes(self) -> bytes:
        """A zip archive: `about.json` and a file for each family. It holds no code."""
        about = {
            "as_of": self.as_of.isoformat(),
            "event_names": self.event_names,
            "fingerprint": self.fingerprint,
            "families": self.blend.families,
            "weights": {name: list(weights) for name, weights in self.blend.weights.items()},
            "losses": self.blend.losses,
            "calibration": {name: each._asdict() for name, each in self.calibration.factors.items()},
        }
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("about.json", json.dumps(about))
            for name, learnt in self.families.items():
                archive.writestr(f"families/{name}", learnt.to_bytes())
        return held.getvalue()

    @staticmethod
    def from_bytes(told: bytes) -> "Trained":
        """What `to_bytes` told."""
        with zipfile.ZipFile(io.BytesIO(told)) as archive:
            about = json.loads(archive.read("about.json"))
            names = [name.removeprefix("families/") for name in archive.namelist() if name != "about.json"]
            families = {name: FAMILIES[name].read(archive.read(f"families/{name}")) for name in names}
        weights = {name: np.array(each) for name, each in about["weights"].items()}
        return Trained(
            as_of=date.fromisoformat(about["as_of"]),
            event_names=tuple(about["event_names"]),
            families=families,
            blend=Blend(tuple(about["families"]), weights, about["losses"]),
            calibration=Calibration({name: Factors(**each) for name, each in about["calibration"].items()}),
            fingerprint=about["fingerprint"],
        )


def train(panel: Panel, *, settings: DemandSettings | None = None, seed: int) -> Trained:
    """Let the families learn, find out on days they had not seen what each is worth, and how wide to spread.

    The same panel, settings and seed give the same.
    """
    chosen = settings or DemandSettings()
    past = past_of(panel)
    drawn = lessons(past, settings=chosen, seed=seed)
    school = Schooling(past, drawn, panel.days - 1, chosen, seed)
    tried = tried_families(school)
    blend = found_blend(tried, _common(tried, chosen.families))
    held = [_trial(each, blend) for each in tried]
    learnt = learn_all(school, stable(blend.used()))
    return Trained(
        as_of=panel.as_of,
        event_names=panel.event_names,
        families=learnt,
        blend=blend.of(list(learnt)),
        calibration=calibrated(past.dispersion, held, seed=seed),
        fingerprint=fingerprint(panel, chosen),
    )


def fingerprint(panel: Panel, settings: DemandSettings) -> str:
    """A short name of the data and the settings: another number anywhere gives another name."""
    found = hashlib.sha256(json.dumps(asdict(settings), sort_keys=True).encode())
    for field in fields(panel):
        told = getattr(panel, field.name)
        found.update(field.name.encode())
        found.update(told.tobytes() if isinstance(told, np.ndarray) else repr(told).encode())
    return found.hexdigest()[:16]


def _common(tried: Sequence[Tried], usual: Sequence[str]) -> list[str]:
    """Families that told something in every trial; the usual ones where there was none."""
    return [name for name in tried[0].told if all(name in each.told for each in tried)] if tried else list(usual)


def _trial(tried: Tried, blend: Blend) -> Trial:
    mean = blended(tried.now.names, tried.told, blend).mean
    return Trial(mean, tried.demand, tried.exposure, tried.now.names)
