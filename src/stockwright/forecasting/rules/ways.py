"""How forecasts are made here: by which families, in which portions, and spread over what."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stockwright.engine.demand.families.stable import FAMILIES, ONE_BY_ONE
from stockwright.engine.demand.settings import DemandSettings
from stockwright.kit.problems import Invalid
from stockwright.kit.spreading import HERE

QUEUE = "queue"


class UnknownFamily(Invalid):
    """A family of methods that there is not."""

    message = "STOCKWRIGHT_FORECAST_FAMILIES names {told}, which there is not. There are: {known}."


MOST_SERIES = 8_000
WITNESSES = 800
SAMPLE = 6_000


@dataclass(frozen=True)
class Ways:
    """What the operator decides.

    A company of more than `most` series is forecast in shards of as many, each with so many `witnesses` of the
    rest, by what was learnt from a `sample` of series. `spread` is `queue` for the workers, or one of
    `kit.spreading`.
    """

    settings: DemandSettings = field(default_factory=DemandSettings)
    spread: str = QUEUE
    most: int = MOST_SERIES
    witnesses: int = WITNESSES
    sample: int = SAMPLE

    @property
    def queued(self) -> bool:
        """Whether the workers share the shards."""
        return self.spread == QUEUE

    @property
    def at_hand(self) -> str:
        """The spread for whoever waits for the forecast."""
        return HERE if self.queued else self.spread

    @property
    def sampled(self) -> DemandSettings:
        """The settings of what is learnt from a sample: without families that know only the items they saw."""
        chosen = self.settings
        families, candidates = (
            tuple(name for name in names if name not in ONE_BY_ONE)
            for names in (chosen.families, chosen.candidates)
        )
        return replace(chosen, families=families, candidates=candidates)


def asked_families(told: Sequence[str], usual: DemandSettings) -> tuple[DemandSettings, list[str]]:
    """The usual settings with further candidates, and those among them whose extra is not installed.

    These are left out: a night without Prophet is better than no night.
    """
    unknown = [name for name in told if name not in FAMILIES]
    if unknown:
        raise UnknownFamily(told=", ".join(unknown), known=", ".join(FAMILIES))
    more = [name for name in dict.fromkeys(told) if name not in (*usual.families, *usual.candidates)]
    there = [name for name in more if FAMILIES[name].installed]
    missing = [name for name in more if name not in there]
    return replace(usual, candidates=(*usual.candidates, *there)), missing
