"""来源, 作者, 编辑, as one."""

from crawler.fields.people import authors, editors
from crawler.fields.source import source

__all__ = ["authors", "editors", "source"]
