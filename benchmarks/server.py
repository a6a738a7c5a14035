"""The product's own web server on a free port, for as long as a benchmark asks it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def serving(*, changed_by: str = "", port: int = 0, **environment: str) -> Iterator[str]:
    """The address of a running web server; `changed_by` is a program that runs before it, in its process."""
    from stockwright.cli.commands.up import web_command

    port = port or free_port()
    command = web_command("127.0.0.1", port)
    if changed_by:
        start = f"import sys\n{changed_by}\nfrom gunicorn.app.wsgiapp import run\nsys.exit(run())"
        command = [sys.executable, "-c", start, *command[3:]]
    server = subprocess.Popen(command, env=os.environ | environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/v1/health")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, seconds: float = 120) -> None:
    """Wait until the address answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            httpx.get(address, timeout=10)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server did not answer.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
