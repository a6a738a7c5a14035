"""Keeping the web server and the worker running, and ending them cleanly."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_STOP_SECONDS = 15
_PR_SET_PDEATHSIG = 1
_RESTART_PAUSES = (0.5, 1, 2, 5, 10)


@dataclass
class Child:
    """A process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    restarts: int = 0
    due_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it; it is told to stop should this process die."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )

    def look_after(self, now: float) -> None:
        """Start it again if it ended, pausing longer each time it does so."""
        if self.process is not None and self.process.poll() is not None:
            print(f"The {self.name} stopped (code {self.process.returncode}); starting it again.", flush=True)
            self.process = None
            self.due_at = now + _RESTART_PAUSES[min(self.restarts, len(_RESTART_PAUSES) - 1)]
            self.restarts += 1
        if self.process is None and now >= self.due_at:
            self.start()


class Stopped(Exception):  # noqa: N818 - a wish, not an error
    """Somebody asked this program to end."""


def keep_running(children: Sequence[Child], *, look_around: Callable[[], None]) -> None:
    """Run the children until Ctrl-C or a stop signal, then end them; `look_around` is called all the while."""
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, _stop)
    try:
        while True:
            look_around()
            for child in children:
                child.look_after(time.monotonic())
            time.sleep(0.3)
    except Stopped:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end(children)


def end(children: Sequence[Child]) -> None:
    """Ask every child to stop, wait, and kill what does not."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop(*_: object) -> None:
    raise Stopped


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
