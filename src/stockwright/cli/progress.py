"""Telling a person at the terminal what is being done, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print what begins, and the seconds it took once it is done."""
    started = time.monotonic()
    print(f"  {text} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def say(text: str = "") -> None:
    """A line to the person."""
    print(text, file=sys.stdout, flush=True)
