"""The connection to the Redis that machines share; the one place where it is noticed that it is gone.

Once a crawl is under way a Redis that fails ends the process on the spot, whoever was talking to it: everything written
so far stands between two pages, what this process had leased goes back to the queue, and a page that was half-way
could otherwise be taken for one that had nothing to say.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from redis import StrictRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from scrapy_redis.connection import get_redis

__all__ = ["LOST_QUEUE", "RedisError", "Server", "connect"]

ANSWER_SECONDS = 10
# Exit status of a crawl whose shared queue went away; it can go on.
LOST_QUEUE = 6

logger = logging.getLogger(__name__)


class Server(StrictRedis):
    """scrapy-redis's client, which raises RedisError until `is_at_work` is set and ends the process from then on."""

    is_at_work = False

    def execute_command(self, *args: Any, **options: Any) -> Any:
        with self.guarded():
            return super().execute_command(*args, **options)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """For what is said to Redis in here, a failure is the end."""
        try:
            yield
        except RedisError as problem:
            if not self.is_at_work:
                raise
            self.give_up(str(problem))

    def give_up(self, why: str) -> NoReturn:
        """Ends the process."""
        logger.error("the shared queue is lost: %s", why)
        os._exit(LOST_QUEUE)


def connect(url: str) -> Server:
    """A client that asks once: a lease that was given, and whose answer was lost, must not be asked for again."""
    once = Retry(NoBackoff(), 0)
    found: Server = get_redis(
        redis_cls=Server, url=url, retry=once, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
    return found
