"""What an OpenSearch answers, as far as documents go: bulk, versions, faults on demand.

Shapes of requests and answers follow the API of OpenSearch 2 and Elasticsearch 8, which
are the same here: Bulk, Index template, Create index, CAT plugins.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tests.downstream.receiver import Answer, Request

Fault = Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass
class Cluster:
    """One index, and what was put of templates."""

    plugins: list[str] = field(default_factory=list)
    templates: dict[str, Any] = field(default_factory=dict)
    indexes: set[str] = field(default_factory=set)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    """Of documents and of deletions, which are remembered."""

    answers: list[Answer | None] = field(default_factory=list)
    """What the next bulk requests are answered instead; nothing of them is done."""

    fault: Fault = field(default=lambda _: None)
    """What is wrong with a source, if anything: the ``error`` of its answer."""

    busy: list[int] = field(default_factory=list)
    """Numbers of actions that find the queue full, counted over all requests."""

    actions: int = 0

    def respond(self, request: Request) -> Answer | None:
        """Answer a request as the server does."""
        if request.path.startswith("/_index_template/"):
            name = request.path.rpartition("/")[2]
            self.templates[name] = self._read(request)
            return self._json({"acknowledged": True})
        if request.path.startswith("/_cat/plugins"):
            return self._json([{"name": "a", "component": p} for p in self.plugins])
        if request.path.startswith("/_bulk"):
            if self.answers:
                return self.answers.pop(0)
            return self._bulk(request)
        index = request.path.strip("/")
        if request.method == "HEAD":
            return Answer(200 if index in self.indexes else 404)
        self.indexes.add(index)
        return self._json({"acknowledged": True, "index": index})

    def _bulk(self, request: Request) -> Answer:
        lines = iter(self._body(request).splitlines())
        items = []
        for text in lines:
            [(action, head)] = msgspec.json.decode(text).items()
            source = msgspec.json.decode(next(lines)) if action == "index" else None
            items.append({action: self._act(head, source)})
        errors = any("error" in item for each in items for item in each.values())
        return self._json({"took": 3, "errors": errors, "items": items})

    def _act(
        self, head: dict[str, Any], source: dict[str, Any] | None
    ) -> dict[str, Any]:
        self.actions += 1
        assert head["version_type"] == "external"
        name, version = head["_id"], head["version"]
        answer = {"_index": head["_index"], "_id": name}
        if self.actions - 1 in self.busy:
            kind = "rejected_execution_exception"
            return answer | self._error(429, kind, "rejected execution of bulk")
        if version <= self.versions.get(name, 0):
            kind = "version_conflict_engine_exception"
            return answer | self._error(409, kind, f"[{name}]: version conflict")
        if source is not None and (wrong := self.fault(source)):
            return answer | {"status": 400, "error": wrong}
        self.versions[name] = version
        there = name in self.documents
        if source is None:
            self.documents.pop(name, None)
            result = "deleted" if there else "not_found"
            return answer | {"status": 200 if there else 404, "result": result}
        self.documents[name] = source
        status, result = (200, "updated") if there else (201, "created")
        return answer | {"_version": version, "status": status, "result": result}

    def _error(self, status: int, kind: str, reason: str) -> dict[str, Any]:
        return {"status": status, "error": {"type": kind, "reason": reason}}

    def _read(self, request: Request) -> Any:  # noqa: ANN401  # JSON's own variety
        return msgspec.json.decode(self._body(request))

    def _body(self, request: Request) -> bytes:
        packed = request.headers.get("content-encoding") == "gzip"
        return gzip.decompress(request.body) if packed else request.body

    def _json(self, value: object) -> Answer:
        headers = {"Content-Type": "application/json; charset=UTF-8"}
        return Answer(200, msgspec.json.encode(value), headers)
