"""What kind of shop to make."""

from dataclasses import dataclass
from datetime import date, timedelta

from stockwright.engine.simulator.stories import Story


@dataclass(frozen=True)
class ShopSpec:
    """The size of a simulated shop and the seed that makes it; the same spec gives the same shop.

    `end_on` is the last day that was traded, in whole; open orders are as they stand that evening. Local days
    are days of `time_zone`; all times in the frames are in UTC. `caution` is the mean logarithm of the buyer's
    factor on what an item needs: below zero too little is bought, and the shelves are often empty.
    """

    end_on: date
    items: int = 300
    days: int = 730
    seed: int = 1
    locations: int = 2
    channels: int = 3
    time_zone: str = "UTC"
    caution: float = 0.35
    pace: float = 1.0
    steady: bool = False
    stories: tuple[Story, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.items <= 50_000:
            raise ValueError("A shop has between 1 and 50,000 items.")
        if not 60 <= self.days <= 3_650:
            raise ValueError("A shop is simulated over 60 days to ten years.")
        if not 1 <= self.locations <= 3:
            raise ValueError("A shop has between 1 and 3 locations.")
        if not 1 <= self.channels <= 4:
            raise ValueError("A shop sells through 1 to 4 channels.")
        if not all(0 <= story.item < self.items and 0 < story.day < self.days for story in self.stories):
            raise ValueError("A story is told of an item of the shop and begins after its first day.")

    @property
    def start_on(self) -> date:
        """The first day that was traded."""
        return self.end_on - timedelta(days=self.days - 1)
