"""The courier's process: sending many at a time, writing each down as it ends, until it is told to stop."""

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import structlog
from django.db import Error, close_old_connections, connections

from stockwright.kit import clock
from stockwright.messaging.actions.claims import Parcel
from stockwright.messaging.courier.post import post
from stockwright.messaging.courier.rounds import MOST_UNDER_WAY, Rota, claim_round, record
from stockwright.messaging.rules.addresses import Reach

IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 2.0
LAST_SECONDS = 10.0
_HANDS = 4

log = structlog.get_logger("stockwright.courier")

Answer = TypeVar("Answer")


def run_courier(*, reach: Reach, at_once: int = MOST_UNDER_WAY) -> None:
    """Deliver until a stop signal; what is under way then gets a moment to end."""
    asyncio.run(_until_told(Courier(reach, at_once)))


async def _until_told(courier: "Courier") -> None:
    for wish in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wish, courier.stop.set)
    await courier.work()


class Courier:
    """Deliveries under way, and the hands that talk to the database meanwhile."""

    def __init__(self, reach: Reach, at_once: int) -> None:
        self.stop = asyncio.Event()
        self._reach = reach
        self._at_once = at_once
        self._rota = Rota()
        self._flying: set[asyncio.Task[None]] = set()
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="courier")

    async def work(self) -> None:
        """Claim whenever there is room, until `stop` is set."""
        told = asyncio.create_task(self.stop.wait())
        while not self.stop.is_set():
            await self._claim()
            full = len(self._flying) >= self._at_once
            await asyncio.wait(
                {told, *self._flying},
                timeout=None if full else IDLE_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
        if self._flying:
            await asyncio.wait(self._flying, timeout=LAST_SECONDS)
        for late in self._flying:
            late.cancel()
        self._hands.shutdown(wait=True, cancel_futures=True)

    async def _claim(self) -> None:
        room = self._at_once - len(self._flying)
        if room <= 0:
            return
        try:
            parcels = await self._by_hand(partial(claim_round, now=clock.now(), room=room, rota=self._rota))
        except Error:
            log.exception("deliveries could not be claimed")
            await asyncio.sleep(TROUBLE_SECONDS)
            return
        for parcel in parcels:
            task = asyncio.create_task(self._carry(parcel))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _carry(self, parcel: Parcel) -> None:
        """Send a parcel and write it down; one that cannot be written down goes again when its lease ends."""
        try:
            outcome = await post(parcel, reach=self._reach, at=clock.now())
            await self._by_hand(partial(record, parcel, outcome, now=clock.now()))
        except Exception:
            log.exception("delivery not recorded", delivery=str(parcel.delivery_id))

    async def _by_hand(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._hands, _on_a_good_connection, work)


def _on_a_good_connection(work: Callable[[], Answer]) -> Answer:
    close_old_connections()
    try:
        return work()
    except Error:
        connections.close_all()
        raise
