"""Policy: who we are, how gently we ask, what is kept where. Wiring is in addons.py."""

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg

# Folders below are meant beside scrapy.cfg, from wherever the command is run.
_PROJECT = Path(closest_scrapy_cfg()).parent

BOT_NAME = "jingwen"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"
ADDONS = {
    "crawler.addons.Politeness": 100,
    "crawler.addons.Caution": 200,
    "crawler.addons.Rendering": 250,
    "crawler.addons.WholePages": 300,
    "crawler.addons.Lasting": 400,
    "crawler.addons.ArticleFlow": 500,
    "crawler.addons.Feeds": 600,
    "crawler.addons.CalmLog": 700,
    "crawler.addons.Account": 800,
    "crawler.addons.SearchIndex": 900,
}

# Where things are. Relative folders of the user's own are meant from his place.
SITE_FOLDERS = [str(_PROJECT / "outlets")]  # further site files; need not be there
DATA_FOLDER = str(_PROJECT / "data")  # all that lasts
LEDGER_URL = ""  # postgresql://… for a ledger on a server; else a file in DATA_FOLDER
LEDGER_WAIT = 30.0  # seconds, while another process keeps it locked
ARTICLES_PLAIN_DAYS = 7  # older files of articles are packed
TARGETS_FILE = str(_PROJECT / "targets.toml")  # what `scrapy feed` feeds

# Who we are, so that an outlet can tell us apart, and turn us away.
USER_AGENT = "Jingwen/0.1 (+https://github.com/jingwen-news/jingwen)"
ROBOTSTXT_OBEY = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,zh-TW;q=0.8,en;q=0.5",
    "Accept-Encoding": "gzip",  # the one whose end can be checked
}
COOKIES_ENABLED = False  # a reader that comes without a past
DOWNLOAD_VERIFY_CERTIFICATES = True

# How gently we ask. An outlet's own pace is in its site file (`delay`); this one
# is for robots.txt, which is asked for by host.
CONCURRENT_REQUESTS = 64  # one an outlet, so this is how many outlets at a time
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_TIMEOUT = 60  # seconds
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes; the longest of 882 real pages has 1.8 MB
DOWNLOAD_WARNSIZE = 0  # what is not too large needs no warning
REDIRECT_MAX_TIMES = 5
AUTOTHROTTLE_ENABLED = True  # a server that is slow is asked less often
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5  # it rests as long as it works
AUTOTHROTTLE_MAX_DELAY = 30.0  # seconds
CRAWL_DELAY_MAX_SECONDS = 30.0  # of what a robots.txt asks for
RETRY_AFTER_MAX_SECONDS = 120  # a server that asks for more is left alone for the run
METAREFRESH_MAXDELAY = 5  # seconds; slower ones are pages that renew themselves
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the refusal says it

# Processes beside the crawl's own that read pages and keep articles, once these take up
# CRAWL_BUSY of its time; None are as many as there are further cores, up to 4.
CRAWL_PROCESSES = None
CRAWL_BUSY = 0.25

CONCURRENT_ITEMS = 1  # a page gives no more; for each that it might, a task is started
WARN_ON_GENERATOR_RETURN_VALUE = False  # to tell, our source is parsed for every page

# Hours after an article was first stored when it is looked at again; none: never.
REVISIT_HOURS = [1, 6, 24, 72]

# An article that is cut into more pages is kept without the rest, and says so.
ARTICLE_MAX_PAGES = 30

# Damaged text: converted clones, mojibake, and what else docs/restoration.md names.
RESTORE = "repair"  # or "report", which repairs nothing but says what could be; "off"
SCRIPT = "keep"  # or "simplified", "traditional": the script in which text is stored

# What becomes of an article that tells a story which is stored: docs/duplicates.md.
DUPLICATES = "apart"  # a line in data/duplicates; or "mark", among the articles; "off"
DUPLICATES_DAYS = 45  # how far apart two printings may be, and how long texts are held

# Articles after which what is stored becomes findable, so many seconds after the last
# time at the earliest; 0 leaves it to `scrapy index update`. At the end of a crawl it
# is, with any other number of articles.
SEARCH_EVERY = 500
SEARCH_SECONDS = 10.0

# No door is opened on this machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# A calm terminal: progress, refusals, and the table at the end. All that Scrapy
# can tell goes to a file with `-s LOG_FILE=crawl.log -s LOG_LEVEL=INFO`.
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
FEED_EXPORT_ENCODING = "utf-8"  # else the JSON is \u escapes
