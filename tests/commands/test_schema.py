"""``scrapy schema`` prints the schema, and nothing else."""

from __future__ import annotations

import json

from crawler import schema
from tests.loopback import Workplace


def test_prints_the_schema(place: Workplace) -> None:
    run = place.scrapy("schema")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == json.loads(json.dumps(schema.of_article()))
