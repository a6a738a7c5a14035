"""Pure work is spread over this process, over processes, or over a cluster: the answers are the same."""

import os
import sys
from collections.abc import Iterator
from math import isqrt
from os.path import realpath

import pytest

from stockwright.kit.spreading import DaskIsMissing, UnknownSpread, here, processes, spread_over

MOST = 3
WHERE = "/proc/self"
"""What the link `/proc/self` leads to names the process that looks."""


def looked() -> Iterator[str]:
    return iter([WHERE] * 6)


def test_here_each_thing_is_taken_when_the_one_before_is_done() -> None:
    taken: list[int] = []

    def things() -> Iterator[int]:
        for number in range(3):
            taken.append(number)
            yield number

    answers = iter(here(isqrt, things()))
    assert taken == []
    assert next(answers) == 0
    assert taken == [0]
    assert set(here(realpath, looked())) == {f"/proc/{os.getpid()}"}


def test_processes_give_the_same_answers_and_take_only_so_many_things_at_once() -> None:
    taken: list[int] = []

    def things() -> Iterator[int]:
        for number in range(12):
            taken.append(number)
            yield number

    answers = iter(processes(2)(isqrt, things()))
    first = next(answers)
    assert len(taken) <= MOST
    assert sorted([first, *answers]) == sorted(isqrt(number) for number in range(12))
    assert f"/proc/{os.getpid()}" not in set(processes(1)(realpath, looked()))


def test_a_failure_in_a_process_is_the_callers() -> None:
    with pytest.raises(ValueError, match="nonnegative"):
        list(processes(1)(isqrt, [4, -1, 9]))


@pytest.mark.parametrize(
    "told", ["", "nowhere", "processes", "processes:0", "processes:some", "dask", "dask:", "here:2"]
)
def test_a_spread_that_there_is_not_is_refused_by_name(told: str) -> None:
    with pytest.raises(UnknownSpread) as refused:
        spread_over(told)
    assert f"“{told}”" in refused.value.text


def test_a_spread_is_found_by_its_name() -> None:
    assert spread_over("here") is here
    assert sorted(spread_over("processes:1")(isqrt, [9, 4])) == [2, 3]


def test_without_dask_the_refusal_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DaskIsMissing) as refused:
        list(spread_over("dask:tcp://127.0.0.1:1")(isqrt, range(3)))
    assert "stockwright[dask]" in refused.value.text


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra dask).")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield found.scheduler_address


def test_a_dask_cluster_gives_the_same_answers(cluster: str) -> None:
    spread = spread_over(f"dask:{cluster}")
    assert sorted(spread(isqrt, range(12))) == sorted(isqrt(number) for number in range(12))
    assert f"/proc/{os.getpid()}" not in set(spread(realpath, looked()))


def test_a_failure_in_the_cluster_is_the_callers(cluster: str) -> None:
    with pytest.raises(ValueError, match="nonnegative"):
        list(spread_over(f"dask:{cluster}")(isqrt, [4, -1, 9]))
