"""A server on loopback that takes what is posted, and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of the server."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By names in small letters."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


HANG_UP = None
"""In the place of an answer: the connection ends without one."""

Respond = Callable[[Request], Answer | None]


class Receiver(ThreadingHTTPServer):
    """Keeps every request, in order; ``respond`` says what each is answered."""

    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = respond
        self.requests: list[Request] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        request = Request(self.command, self.path, headers, body)
        self.server.requests.append(request)
        answer = self.server.respond(request)
        if answer is HANG_UP:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def do_GET(self) -> None:
        self.do_POST()

    def do_HEAD(self) -> None:
        self.do_POST()

    def do_PUT(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        """Say nothing: the test reads ``Receiver.requests``."""


@contextmanager
def receiving(respond: Respond) -> Iterator[Receiver]:
    """Run a server for the length of a ``with`` block."""
    with Receiver(respond) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
