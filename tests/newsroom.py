"""The newsroom: four invented outlets behind one forward proxy on loopback.

Their pages name hosts such as ``www.jianghe.example``, which no resolver knows.
What is asked for through the proxy comes from ``tests/fixtures/newsroom/<host>/``:

    with Newsroom() as room:
        ...  # http_proxy=room.proxy; afterwards, room.requests

    python -m tests.newsroom -- scrapy crawl news -a outlets=jianghe
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import unquote, urljoin, urlsplit

PAGES = Path(__file__).parent / "fixtures" / "newsroom"

# What most servers say of their files; hosts.toml names those who don't.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain",
}

UNKNOWN = "application/octet-stream"

INDEXES = ("index.html", "index.htm")
ERROR_PAGES = ("/404.html", "/404.htm")

USAGE = "usage: python -m tests.newsroom -- COMMAND [ARGUMENT ...]\n"


class Answer(NamedTuple):
    """What one address gives."""

    status: HTTPStatus
    content_type: str
    body: bytes


class Shelf:
    """The files under the newsroom's pages, found by address."""

    def __init__(self, pages: Path) -> None:
        # Listed once: what is not in the list cannot be asked for, so no path
        # leads out of its host's folder.
        self._files = {
            folder.name: {
                "/" + file.relative_to(folder).as_posix(): file
                for file in folder.rglob("*")
                if file.is_file()
            }
            for folder in pages.iterdir()
            if folder.is_dir()
        }
        types = pages / "hosts.toml"
        self._types: dict[str, dict[str, str]] = (
            tomllib.loads(types.read_text(encoding="utf-8")) if types.exists() else {}
        )

    def answer(self, url: str) -> Answer:
        """Return what stands at ``url``: a file, its outlet's error page, or a 502.

        A query is another view of the same file, unless there is a file for it:
        ``read.htm?id=12`` is ``read.htm@id=12``, since not every file system can
        hold a question mark.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host not in self._files:
            message = f"newsroom: no outlet lives at {host}\n"
            return Answer(HTTPStatus.BAD_GATEWAY, "text/plain", message.encode())
        path = unquote(parts.path) or "/"
        folder = path.rstrip("/") + "/"
        names = (f"{path}@{parts.query}", path, *(folder + index for index in INDEXES))
        if found := self._read(host, HTTPStatus.OK, names):
            return found
        missing = self._read(host, HTTPStatus.NOT_FOUND, ERROR_PAGES)
        return missing or Answer(HTTPStatus.NOT_FOUND, "text/plain", b"404\n")

    def take_away(self, url: str) -> None:
        """Give what stands at an address no more."""
        parts = urlsplit(url)
        del self._files[parts.hostname or ""][unquote(parts.path)]

    def _read(
        self, host: str, status: HTTPStatus, names: Iterable[str]
    ) -> Answer | None:
        """Return the first of ``names`` that ``host`` has."""
        files = self._files[host]
        name = next((name for name in names if name in files), None)
        if name is None:
            return None
        ending = PurePosixPath(name.partition("@")[0]).suffix
        types = TYPES | self._types.get(host, {})
        return Answer(status, types.get(ending, UNKNOWN), files[name].read_bytes())


class Asked(NamedTuple):
    """One request, and how it was answered."""

    url: str
    is_conditional: bool
    status: int


class Watch:
    """Who wants to know what is asked for, as it happens: here, nobody."""

    def asked(self, url: str) -> bool:
        """Take notice of a request; say whether it is to be answered."""
        return bool(url)

    def answered(self, url: str) -> None:
        """Take notice of an answer that was sent in full."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    watch: Watch
    # Connections that may wait to be taken; a crawl opens dozens at once.
    request_queue_size = 64

    def __init__(self, shelf: Shelf, watch: Watch) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.shelf = shelf
        self.watch = watch
        self.requests: list[str] = []
        self.log: list[Asked] = []
        self.lock = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, else each answer waits 40 ms

    def do_GET(self) -> None:
        # A proxy is asked for whole addresses, a plain server for paths on a host.
        url = urljoin(f"http://{self.headers.get('Host', '')}", self.path)
        with self.server.lock:
            self.server.requests.append(f"{self.command} {url}")
        if not self.server.watch.asked(url):
            self.close_connection = True
            return
        status, content_type, body = self.server.shelf.answer(url)
        mark = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        known = self.headers.get("If-None-Match")
        if status == HTTPStatus.OK and known == mark:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        with self.server.lock:
            self.server.log.append(Asked(url, known is not None, status))
        self.send_response(status)
        self.send_header("ETag", mark)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()
        except OSError:  # who asked has died
            self.close_connection = True
        else:
            self.server.watch.answered(url)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        """Say nothing: ``Newsroom.requests`` holds it all."""


class Newsroom:
    """The running newsroom, for the length of a ``with`` block."""

    def __init__(self, pages: Path = PAGES, watch: Watch | None = None) -> None:
        self._server = _Server(Shelf(pages), watch or Watch())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def proxy(self) -> str:
        """What ``http_proxy`` is to say."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def requests(self) -> list[str]:
        """Method and address of each request so far: ``GET http://…/``."""
        with self._server.lock:
            return list(self._server.requests)

    def take_away(self, url: str) -> None:
        """Give what stands at an address no more."""
        self._server.shelf.take_away(url)

    @property
    def log(self) -> list[Asked]:
        """What was asked for so far, and how that was answered."""
        with self._server.lock:
            return list(self._server.log)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this process, with the newsroom as its web."""
        return {**os.environ, "http_proxy": self.proxy, "no_proxy": ""}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def main(words: Sequence[str]) -> int:
    """Run the command in ``words`` inside the newsroom; return its exit code."""
    command = list(words[1:] if words[:1] == ["--"] else words)
    if not command:
        sys.stderr.write(USAGE)
        return 2
    with Newsroom() as room:
        sys.stderr.write(f"newsroom: listening on {room.proxy}\n")
        sys.stderr.flush()
        try:
            code = subprocess.run(command, env=room.environment, check=False).returncode
        except OSError as error:
            sys.stderr.write(f"newsroom: {command[0]}: {error.strerror}\n")
            return 127  # as a shell says
        except KeyboardInterrupt:
            return 130
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
