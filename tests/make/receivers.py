"""Receivers of webhooks on this machine: real HTTP servers that answer as they are told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Got:
    """A request that came in."""

    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """How a request is answered; `wait_for` holds the answer back."""

    status: int = 200
    body: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)
    wait_for: threading.Event | None = None


@dataclass
class Receiver:
    """A server's address, what it got, and how it answers from now on."""

    url: str
    got: list[Got]
    answer: Callable[[Got], Reply]

    def will(self, **reply: Any) -> None:
        """Answer everything like this from now on."""
        told = Reply(**reply)
        self.answer = lambda _: told


@contextmanager
def receiver(port: int = 0, **reply: Any) -> Iterator[Receiver]:
    """A receiver on 127.0.0.1 that answers like `reply` (200 at first)."""
    told = Receiver("", [], lambda _: Reply(**reply))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got = Got(dict(self.headers.items()), body)
            told.got.append(got)
            answer = told.answer(got)
            if answer.wait_for is not None:
                answer.wait_for.wait(20)
            try:
                self._send(answer)
            except OSError:
                self.close_connection = True  # the sender did not wait

        def _send(self, answer: Reply) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/hooks"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def refusing_url() -> str:
    """An address where nobody listens."""
    with receiver() as closed:
        return closed.url
