"""Pure work spread over what there is to do it: this process, processes of this machine, or a cluster of Dask.

A spread is one function: it does the same to each thing and gives the answers as they become ready. Things are
taken one by one and only so many are under way, so that any number of large ones fits in memory.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager
from importlib import import_module
from itertools import islice
from typing import Any, Protocol, TypeVar

from stockwright.kit.problems import Invalid

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

HERE = "here"
_SPARE = 1


class UnknownSpread(Invalid):
    """A spread that there is not."""

    message = "There is no way “{told}” to spread work. Use here, processes:4, or dask:tcp://scheduler:8786."


class DaskIsMissing(Invalid):
    """Dask is asked for and not installed."""

    message = "Dask is not installed. Install it by: pip install 'stockwright[dask]', or choose another spread."


class Spread(Protocol):
    """A way to do the same to many things."""

    def __call__(self, work: Callable[[Thing], Answer], things: Iterable[Thing], /) -> Iterator[Answer]:
        """The answers, in the order in which they become ready."""
        ...


def spread_over(told: str) -> Spread:
    """The spread of a name: `here`, `processes:N`, or `dask:` and the address of a scheduler."""
    kind, _, rest = told.partition(":")
    if kind == HERE and not rest:
        return here
    if kind == "processes" and rest.isdecimal() and int(rest):
        return processes(int(rest))
    if kind == "dask" and rest:
        return dask(rest)
    raise UnknownSpread(told=told)


def here(work: Callable[[Thing], Answer], things: Iterable[Thing], /) -> Iterator[Answer]:
    """One after the other in this process."""
    return map(work, things)


def processes(count: int) -> Spread:
    """On this machine, in so many processes that begin empty."""

    def spread(work: Callable[[Thing], Answer], things: Iterable[Thing], /) -> Iterator[Answer]:
        pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
        yield from _answers(pool, count + _SPARE, work, things)

    return spread


def dask(address: str) -> Spread:
    """On the workers of a Dask cluster, which need Stockwright installed and no database."""

    def spread(work: Callable[[Thing], Answer], things: Iterable[Thing], /) -> Iterator[Answer]:
        with _client(address) as client:
            workers = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
            yield from _answers(client.get_executor(pure=False), workers + _SPARE, work, things)

    return spread


def _client(address: str) -> AbstractContextManager[Any]:
    try:
        distributed: Any = import_module("distributed")  # heavy, and only there where it was asked for
    except ImportError as error:
        raise DaskIsMissing from error
    found: AbstractContextManager[Any] = distributed.Client(address, set_as_default=False)
    return found


def _answers(
    pool: Executor, most: int, work: Callable[[Thing], Answer], things: Iterable[Thing]
) -> Iterator[Answer]:
    """What `pool` answers, with at most `most` things under way; the first failure ends it all."""
    left = iter(things)
    with pool:
        going: set[Future[Answer]] = {pool.submit(work, thing) for thing in islice(left, most)}
        try:
            while going:
                done, going = wait(going, return_when=FIRST_COMPLETED)
                for each in done:
                    yield each.result()
                going |= {pool.submit(work, thing) for thing in islice(left, most - len(going))}
        finally:
            for each in going:
                each.cancel()
