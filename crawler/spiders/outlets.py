"""The outlets that a crawl may ask for: ours, and those of the user's folders."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler import sites
from crawler.errors import UsageError
from crawler.sites import Site


def known(settings: BaseSettings) -> dict[str, Site]:
    """Return every site by its key, those of ``SITE_FOLDERS`` last.

    The folder that the project names by default need not be there; one that was
    asked for must. Raises ``UsageError``, and ``SiteError`` for a wrong file.
    """
    folders = [Path(folder) for folder in settings.getlist("SITE_FOLDERS")]
    priority = settings.getpriority("SITE_FOLDERS") or 0
    if priority > SETTINGS_PRIORITIES["project"]:
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"SITE_FOLDERS: {folder} is no folder")
    return sites.load_all(folders)
