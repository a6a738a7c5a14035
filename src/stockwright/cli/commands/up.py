"""`stockwright up`: start everything and keep it running."""

import argparse
import socket
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.utils.module_loading import import_string

from stockwright.cli.commands.migrate import migrate
from stockwright.cli.processes import Child, end, keep_running
from stockwright.cli.progress import say, step
from stockwright.kit.problems import Conflict


class PortInUse(Conflict):
    """Another program listens where we want to."""

    message = "Port {port} is in use. Choose another: stockwright up --port 8400."


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("up", help="start the web server, the worker, the courier and the schedule")
    add_address(parser)
    parser.set_defaults(run=up)


def add_address(parser: argparse.ArgumentParser) -> None:
    """The options that say where to listen."""
    parser.add_argument("--host", default=settings.ENV.host, help=f"default {settings.ENV.host}")
    parser.add_argument(
        "--port",
        type=int,
        choices=range(1, 65536),
        metavar="PORT",
        default=settings.ENV.port,
        help=f"default {settings.ENV.port}",
    )


def up(options: argparse.Namespace) -> None:
    """Bring the tables up to date and run until Ctrl-C."""
    check_port(options.host, options.port)
    with step("Bringing the database up to date"):
        migrate()
    serve(options.host, options.port)


def serve(host: str, port: int, *, told: str = "") -> None:
    """Run the web server, the worker and the courier until Ctrl-C; `told` is printed once the pages answer."""
    children = [
        Child("web server", web_command(host, port)),
        Child("worker", [sys.executable, "-m", "stockwright", "worker"]),
        Child("courier", [sys.executable, "-m", "stockwright", "courier"]),
    ]
    try:
        for child in children:
            child.start()
        with step("Starting the web server, the worker, the courier and the schedule"):
            _wait_for(f"http://{host}:{port}/api/v1/health")
    except BaseException:
        end(children)
        raise
    say(f"\nStockwright is at http://{_shown(host)}:{port}/\n{told}\nCtrl-C stops it.")
    keep_running(children, look_around=import_string(settings.LOOK_AFTER_DATABASE))
    say("Stopped. Everything is saved.")


def check_port(host: str, port: int) -> None:
    """Pass silently when nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUse(port=port) from error


def web_command(host: str, port: int) -> list[str]:
    """How the web server is started; its numbers stand in `config/web_server.py`."""
    return [
        *(sys.executable, "-m", "gunicorn", "stockwright.config.wsgi:application"),
        *("--config", "python:stockwright.config.web_server", "--bind", f"{host}:{port}"),
    ]


def _wait_for(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Conflict(f"The web server did not answer in {seconds:.0f} seconds. Look above for why; start again.")


def _shown(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - only compared
