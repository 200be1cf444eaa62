"""Pages that hold no article: hubs, galleries, videos, log-ins, errors."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.fields.sources import Found, Reading

_ERROR = re.compile(
    r"404|[页頁]面(?:不存在|[没沒]有找到|已[删刪]除|找不到)|[访訪][问問]的[页頁]面|不存在或已|(?i:not found|page (?:does not|doesn't) exist|access denied)"
)

# Size of a body that needs no further evidence, and of one that needs all of it.
_ENOUGH = 200.0
_LITTLE = 40.0


def refusal(
    reading: Reading, headline: Found[str] | None, date: Found[datetime] | None
) -> str | None:
    """Return why the page is no article, or ``None`` where it is one."""
    zones = reading.zones
    if not zones.body:
        return "no body"
    if headline is None:
        return "no headline"
    if _ERROR.search(headline.value) and len(zones.body) < 4:  # noqa: PLR2004
        return "an error page"
    return None
