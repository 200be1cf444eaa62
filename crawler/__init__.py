"""Jingwen 净文: the article of a news page, and an account of everything else.

>>> from crawler import NotAnArticle, Page, extract
>>> try:
...     extract(Page.from_bytes(b"<p>hello</p>", url="http://example.com/"))
... except NotAnArticle as refusal:
...     refusal.url
'http://example.com/'
"""

from crawler.errors import CrawlerError, NotAnArticle, PageError, UnreadablePage
from crawler.extraction import extract
from crawler.items import Article
from crawler.page import Page

__all__ = [
    "Article",
    "CrawlerError",
    "NotAnArticle",
    "Page",
    "PageError",
    "UnreadablePage",
    "extract",
]
