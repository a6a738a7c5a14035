"""A receiver of webhooks that behaves as it is told."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

HANGS_SECONDS, SLOW_SECONDS = 40, 2


class Receiver(BaseHTTPRequestHandler):
    """Keeps every message that it says it took; `manner` is how it behaves."""

    seen: ClassVar[list[dict[str, object]]] = []
    manner: ClassVar[str] = "takes"

    def do_POST(self) -> None:
        """Take the message, or do to the sender what receivers do."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.manner == "dies":
            self.connection.close()
            return
        if self.manner == "hangs":
            time.sleep(HANGS_SECONDS)
            return
        if self.manner == "fails":
            self.send_error(500)
            return
        if self.manner == "redirects":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            return
        if self.manner == "is slow":
            time.sleep(SLOW_SECONDS)
        self.seen.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[str]:
    """The address of a receiver that takes every message, until it is told another manner."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def out_of_order() -> int:
    """Messages that came for the first time after a later one of the same subject."""
    newest: dict[object, int] = defaultdict(int)
    known: set[object] = set()
    late = 0
    for one in list(Receiver.seen):
        if one["id"] in known:
            continue
        known.add(one["id"])
        number = int(str(one["sequence"]))
        late += number < newest[one["subject"]]
        newest[one["subject"]] = max(newest[one["subject"]], number)
    return late
