"""What can go wrong, by whose fault.

* CrawlerError
  * UsageError        what was asked for cannot be done: the caller's to mend
    * SiteError       a site file is wrong
  * PageError         a page cannot be kept as an article: the outlet's doing
    * UnreadablePage  it cannot be decoded and parsed
      * PutOff        its outlet asks to be left alone for now
    * NotAnArticle    it reads well, but holds no article
  * DamagedLine       a stored line tells nothing: its writer's doing
  * Unavailable       a system that we feed takes nothing now, but may later
  * StorageError      what is to last cannot be read or written: the machine's doing
"""

from __future__ import annotations


class CrawlerError(Exception):
    """Base of every error this package raises on purpose."""


class UsageError(CrawlerError):
    """What was asked for cannot be done. The message says what would help."""


class SiteError(UsageError):
    """A site file does not say what a site file must. Starts with the file."""


class PageError(CrawlerError):
    """A page cannot be kept as an article. The message starts with its URL."""

    def __init__(self, url: str, reason: str, detail: str = "") -> None:
        super().__init__(url, reason, detail)
        self.url = url
        """Where the page was found."""
        self.reason = reason
        """Two or three words, the same for every page refused on this ground."""
        self.detail = detail
        """What of this very page led to it; may be empty."""

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}" + (
            f" ({self.detail})" if self.detail else ""
        )


class UnreadablePage(PageError):
    """The bytes cannot be decoded and parsed into a page worth reading."""


class PutOff(UnreadablePage):
    """The page was not asked for, since its outlet has asked for a long rest."""


class NotAnArticle(PageError):
    """The page decodes and parses, but holds no article: a hub, gallery or login."""


class DamagedLine(CrawlerError):
    """A stored line tells nothing that is known. The message starts with its place."""


class Unavailable(CrawlerError):
    """A system that we feed takes nothing now: it is down, or asks for a pause.

    ``pause`` is how many seconds it asks for; ``None`` where it does not say.
    """

    def __init__(self, reason: str, *, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class StorageError(CrawlerError):
    """The disk or the database does not do its part. The message says what would help."""
