"""Scrapy's settings for one card. Safe where Scrapy's defaults favour reach; nothing here is read from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.sources import Card

# Who we are; the contact of whoever runs the crawl is added. Site owners block what hides, and they are right.
ROBOT = "OcopCatalogBot"
VERSION = "0.1"

PAGE_BYTES = 16 * 1024 * 1024
PICTURE_BYTES = 12 * 1024 * 1024
PAGE_SECONDS = 30


def settings_for(card: Card, folder: Path, *, contact: str, allow_loopback: bool) -> dict[str, Any]:
    """The settings of a crawl of that card into that folder; contact is an address people can write to."""
    return {
        **POLITE,
        **SAFE,
        **PARTS,
        "ALLOW_LOOPBACK": allow_loopback,
        "USER_AGENT": f"{ROBOT}/{VERSION} (+{contact})",
        "DOWNLOAD_DELAY": card.pace.seconds,
        "AUTOTHROTTLE_START_DELAY": card.pace.seconds,
        "LOG_FILE": str(folder / "crawl.log"),
    }


POLITE = {
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    # No jitter: half a Crawl-delay would be a broken promise.
    "DOWNLOAD_DELAY_JITTER": 0,
    "RETRY_TIMES": 2,
    "RETRY_PRIORITY_ADJUST": 0,
    "REDIRECT_MAX_TIMES": 5,
    "REDIRECT_PRIORITY_ADJUST": 0,
    "METAREFRESH_MAXDELAY": 5,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/*;q=0.8,*/*;q=0.5",
        "Accept-Language": "vi,en;q=0.5",
    },
}

SAFE = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_MAXSIZE": PAGE_BYTES,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": PAGE_SECONDS,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "TWISTED_DNS_RESOLVER": "crawler.resolver.PublicResolver",
    "TELNETCONSOLE_ENABLED": False,
    # On by default since 2.18: a loopback server that runs any code it is sent.
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "REFERER_ENABLED": False,
    "LOG_LEVEL": "INFO",
}

PARTS = {
    "SCHEDULER": "crawler.frontier.Frontier",
    # One page at a time: the next request leaves when the page before has been read, so that a crawl that was killed
    # and one that was not ask for the same addresses in the same order.
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1,
    "CONCURRENT_ITEMS": 1,
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "crawler.manners.Border": 50,
        "crawler.robots.Robots": 100,
        "crawler.manners.Patience": 560,
        "crawler.memory.Memory": 900,
    },
    "SPIDER_MIDDLEWARES": {
        "crawler.spider.Answered": 10,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    },
    "EXTENSIONS": {
        "scrapy.extensions.throttle.AutoThrottle": None,
        "crawler.manners.Throttle": 0,
        "scrapy.extensions.spiderstate.SpiderState": None,
    },
}
