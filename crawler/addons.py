"""What a crawl is wired from. Each add-on is one thing to turn on or off."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.settings import BaseSettings
from scrapy.utils.spider import DefaultSpider

from crawler.extensions import browser
from crawler.extensions.archiving import Archiving
from crawler.extensions.browser import Browser
from crawler.extensions.conditional import Conditional
from crawler.extensions.door import Door
from crawler.extensions.exporters import ArticleLines, ArticleList
from crawler.extensions.indexing import Indexing
from crawler.extensions.logs import OneLineEach, ShortItems
from crawler.extensions.pauses import Pauses
from crawler.extensions.progress import Progress
from crawler.extensions.report import Report
from crawler.extensions.robots import BoundedRobots, Robots
from crawler.extensions.throttle import Throttle
from crawler.extensions.whole import Whole
from crawler.keeping import Keeping
from crawler.pipelines.dedupe import Dedupe
from crawler.pipelines.store import Store
from crawler.pipelines.validate import Validate
from crawler.spiders import outlets


class Lasting:
    """Hold the ledger, the archive and the articles open while a crawl goes on."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return _for_crawls(cls(), crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        # Before all others: they ask for it.
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Keeping, -100)
        settings.setdefault_in_component_priority_dict(
            "DOWNLOADER_MIDDLEWARES",
            Archiving,
            950,  # near the network: a page is kept as it was sent
        )
        settings.setdefault_in_component_priority_dict(
            "DOWNLOADER_MIDDLEWARES",
            Conditional,
            960,  # nearer: what has not changed is not kept again
        )


class ArticleFlow:
    """Send every article through the pipelines, in this order."""

    stages: ClassVar[tuple[type, ...]] = (Validate, Dedupe, Store)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return _for_crawls(cls(), crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        for place, stage in enumerate(self.stages, start=1):
            settings.setdefault_in_component_priority_dict(
                "ITEM_PIPELINES", stage, place * 100
            )


T = TypeVar("T")

# Seconds. Scrapy counts a request against its slot a moment after it let it go:
# with no delay at all, a whole queue passes at once (2.19, 64 requests together).
_MIN_DELAY = 0.01


class Politeness:
    """Give every outlet the pace that its site file and its robots.txt ask for.

    It holds over all hosts of the outlet, and is slower while a server is slow.
    The spider puts an outlet's requests into the slot of that outlet's key
    (``meta["download_slot"]``); Scrapy's own slots are single hosts.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        slots = {
            key: {"concurrency": 1, "delay": max(site.delay, _MIN_DELAY)}
            for key, site in outlets.known(settings).items()
        }
        settings.set("DOWNLOAD_SLOTS", slots, priority="addon")
        settings.setdefault_in_component_priority_dict(
            "DOWNLOADER_MIDDLEWARES",
            Pauses,
            560,  # it has no hooks: the door tells it, wherever it stands
        )
        for name, theirs, ours, place in (
            ("EXTENSIONS", AutoThrottle, Throttle, 0),
            ("DOWNLOADER_MIDDLEWARES", RobotsTxtMiddleware, Robots, 100),
        ):
            settings.setdefault_in_component_priority_dict(name, theirs, None)
            settings.setdefault_in_component_priority_dict(name, ours, place)


class Caution:
    """Ask nothing but HTTP, nor the inner network; read of robots.txt what is due."""

    def update_settings(self, settings: BaseSettings) -> None:
        settings.set("ROBOTSTXT_PARSER", BoundedRobots, priority="addon")
        sites = outlets.known(settings).values()
        hosts = sorted({host for site in sites for host in site.hosts})
        settings.set("INNER_HOSTS", hosts, priority="addon")
        nothing = dict.fromkeys(("file", "ftp", "s3", "data"))
        handlers = {"http": Door, "https": Door, **nothing}
        settings.set("DOWNLOAD_HANDLERS", handlers, priority="addon")


class Rendering:
    """Have the pages of outlets that ask for it rendered in a browser."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return _for_crawls(cls(), crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        if not any(site.browser for site in outlets.known(settings).values()):
            return
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Browser, 0)
        for name, value in browser.settings_of_it(settings).items():
            if name not in settings:
                settings.set(name, value, priority="addon")


class WholePages:
    """Let no response pass for a page that is only a part of one."""

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict(
            "DOWNLOADER_MIDDLEWARES",
            Whole,
            595,  # nearer to the network than Scrapy's decompression, at 590
        )


class Feeds:
    """Write articles into feeds as they stand in the store."""

    def update_settings(self, settings: BaseSettings) -> None:
        lines = dict.fromkeys(("jsonl", "jsonlines", "jl"), ArticleLines)
        settings.set("FEED_EXPORTERS", {**lines, "json": ArticleList}, priority="addon")


class SearchIndex:
    """Make articles findable with ``scrapy search`` as they are stored."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return _for_crawls(cls(), crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Indexing, 400)


class CalmLog:
    """Give each thing that happens one line in the log, without repetition."""

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict("EXTENSIONS", OneLineEach, 100)
        settings.set("LOG_FORMATTER", ShortItems, priority="addon")


class Account:
    """Show the user how far the crawl is, and at the end what came of it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return _for_crawls(cls(), crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Progress, 200)
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Report, 300)


def _for_crawls(addon: T, crawler: Crawler) -> T:
    """Return ``addon``, unless ``scrapy fetch`` or ``shell`` asks for a single page."""
    if crawler.spidercls is DefaultSpider:
        raise NotConfigured
    return addon
