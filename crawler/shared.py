"""The journal of a crawl that several machines do together: the same as crawler.journal's, kept in Redis.

The connection and the queue are scrapy-redis's. Its queue hands a request out and forgets it, so that a process that
is killed takes it along; here a request is *leased* until its page has been read and kept, and the leases of a process
that has stopped breathing go back into the queue. Requests travel as JSON: scrapy-redis's pickles would let whoever can
write to Redis run code on every crawling machine.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from scrapy_redis.queue import PriorityQueue

from crawler.journal import KEPT_BY_URL, Waiting
from crawler.redis_server import connect
from crawler.run import replace

# A process that has said nothing for so long is dead, and what it was at is done by others. A page that takes longer to
# read is asked for twice, which changes nothing.
ALIVE_SECONDS = 10

JOIN = """
local now = redis.call('GET', KEYS[1])
if now and redis.call('EXISTS', KEYS[1] .. ':' .. now .. ':ended') == 0 then return now end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
"""
# The first of several queues, by score; it goes to the leases in the same step. KEYS: leases, queues. ARGV: owner.
LEASE = """
local best, score, from
for n = 2, #KEYS do
  local top = redis.call('ZRANGE', KEYS[n], 0, 0, 'WITHSCORES')
  if top[1] and (not score or tonumber(top[2]) < score) then best, score, from = top[1], tonumber(top[2]), KEYS[n] end
end
if not best then return false end
redis.call('ZREM', from, best)
redis.call('HSET', KEYS[1], best, ARGV[1])
return best
"""
# A request is put in once; again only when its owner puts it back. KEYS: requests, queue, sequence. ARGV: key, data,
# priority.
ADD = """
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('ZADD', KEYS[2], -tonumber(ARGV[3]) * 1e9 + redis.call('INCR', KEYS[3]), ARGV[1])
return 1
"""


class LeasedQueue(PriorityQueue):
    """scrapy-redis's priority queue of one kind of request: by priority, then in the order of arrival."""

    def __init__(self, server: Any, key: str) -> None:
        super().__init__(server, _Nameless(), key, json)

    def put_back(self, key: str, priority: int) -> None:
        """A request that was leased, in front of its equals."""
        self.server.zadd(self.key, {key: -priority * 1e9})


class _Nameless:
    """scrapy-redis names its keys by spider; ours are whole."""

    name = ""


class SharedJournal:
    """As crawler.journal.Journal. Everything since the last `commit` is written in one step or not at all."""

    def __init__(self, url: str, source: str, start: str) -> None:
        self.server: Any = connect(url)
        self.name = "ocop:" + hashlib.sha256(f"{source} {start}".encode()).hexdigest()[:16]
        self.crawl: bytes = self.server.eval(JOIN, 1, self.name, uuid.uuid4().hex)
        self.base = f"{self.name}:{self.crawl.decode()}"
        self.owner = uuid.uuid4().hex
        self.queues = {kind: LeasedQueue(self.server, self._key(f"queue:{kind}")) for kind in
                       ("page", "sitemap", "picture", "listing", "witness")}  # fmt: skip
        self.counts: dict[str, float] = {}
        self.writes: dict[str, dict[str, str]] = {}
        self.done: list[str] = []
        self.pause = 0.0
        self.running = self._running()
        self.beat()
        self.server.is_at_work = True

    def _key(self, name: str) -> str:
        return f"{self.base}:{name}"

    def beat(self) -> None:
        """Says that this process lives, and takes back what dead ones were at."""
        self._recognise()
        self.server.set(self._key(f"alive:{self.owner}"), 1, ex=ALIVE_SECONDS)
        self.server.sadd(self._key("members"), self.owner)
        for key, owner in self.server.hgetall(self._key("leases")).items():
            if not self._lives(owner.decode()) and self.server.hdel(self._key("leases"), key):
                again = self._waiting(key.decode())
                self.queues[again.kind].put_back(again.key, again.priority)

    def _recognise(self) -> None:
        """A Redis that was started again may have lost its last second, or everything: an empty queue would look like
        the end of the work."""
        if self._running() != self.running:
            self.server.give_up("it was started again")
        if self.server.get(self.name) != self.crawl and not self.server.exists(self._key("ended")):
            self.server.give_up("it has forgotten this crawl")

    def _running(self) -> str:
        return cast(str, self.server.info("server")["run_id"])

    @contextmanager
    def _step(self) -> Iterator[Any]:
        """Commands that are done together or not at all."""
        with self.server.guarded(), self.server.pipeline(transaction=True) as step:
            yield step

    def _lives(self, owner: str) -> bool:
        return bool(self.server.exists(self._key(f"alive:{owner}")))

    def _waiting(self, key: str) -> Waiting:
        return Waiting(**json.loads(self.server.hget(self._key("requests"), key)))

    def about(self) -> dict[str, str]:
        found = {name.decode(): value.decode() for name, value in self.server.hgetall(self._key("about")).items()}
        return found | self.writes.get("about", {})

    def note(self, about: dict[str, str]) -> None:
        self.writes.setdefault("about", {}).update(about)

    def add(self, new: Waiting) -> bool:
        """Written at once: a link that is known to all is asked for by one."""
        keys = (self._key("requests"), self.queues[new.kind].key, self._key("sequence"))
        return bool(self.server.eval(ADD, 3, *keys, new.key, json.dumps(vars(new)), new.priority))

    def add_again(self, again: Waiting) -> None:
        if not self.add(again):
            self.server.hset(self._key("requests"), again.key, json.dumps(vars(again)))
            self.queues[again.kind].put_back(again.key, again.priority)
            self.server.hdel(self._key("leases"), again.key)

    def take(self, kinds: tuple[str, ...]) -> Waiting | None:
        """None also while it is not yet the turn of any machine: the pause of a site is one for all."""
        if not kinds or not self._is_turn():
            return None
        keys = [self.queues[kind].key for kind in kinds]
        found = self.server.eval(LEASE, 1 + len(keys), self._key("leases"), *keys, self.owner)
        return self._waiting(found.decode()) if found else None

    def _is_turn(self) -> bool:
        pause = round(self.pause * 1000)
        return not pause or bool(self.server.set(self._key("turn"), 1, nx=True, px=pause))

    def is_waiting(self, kinds: tuple[str, ...]) -> bool:
        """Whether something waits, or anybody is still at a page that may bring more.

        Looked at in one step: between two looks a request could move from the one place to the other, and be missed.
        """
        with self._step() as step:
            step.hlen(self._key("leases"))
            for kind in kinds:
                step.zcard(self.queues[kind].key)
            return any(step.execute())

    def answered(self, key: str) -> None:
        self.done.append(key)

    def keep(self, table: str, url: str, data: dict[str, Any]) -> None:
        assert table in KEPT_BY_URL
        self.writes.setdefault(table, {})[url] = json.dumps(data, ensure_ascii=False, sort_keys=True)

    def find(self, table: str, url: str) -> dict[str, Any] | None:
        assert table in KEPT_BY_URL
        text = self.writes.get(table, {}).get(url) or self.server.hget(self._key(table), url)
        return json.loads(text) if text else None

    def drop(self, table: str, urls: Iterable[str]) -> None:
        assert table in KEPT_BY_URL
        for url in urls:
            self.writes.get(table, {}).pop(url, None)
            self.server.hdel(self._key(table), url)

    def kept(self, table: str) -> Iterator[dict[str, Any]]:
        assert table in KEPT_BY_URL
        found = {url.decode(): text for url, text in self.server.hgetall(self._key(table)).items()}
        found |= self.writes.get(table, {})
        for url in sorted(found):
            yield json.loads(found[url])

    def number_of(self, table: str) -> int:
        assert table in KEPT_BY_URL
        return cast(int, self.server.hlen(self._key(table)))

    def count(self, name: str, more: float = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + more

    def counted(self, name: str) -> float:
        return float(self.server.hget(self._key("counter"), name) or 0) + self.counts.get(name, 0)

    def counters(self) -> dict[str, float]:
        written = {name.decode() for name in self.server.hkeys(self._key("counter"))}
        return {name: self.counted(name) for name in sorted(written | self.counts.keys())}

    def left_over(self) -> int:
        return sum(len(queue) for queue in self.queues.values())

    def carry(self, folder: Path, path: Path) -> None:
        """Hands a kept file to the other machines."""
        self.server.hset(self._key("files"), path.relative_to(folder).as_posix(), path.read_bytes())

    def bring(self, folder: Path) -> None:
        """Fetches what the other machines have kept."""
        self._recognise()
        for name in self.server.hkeys(self._key("files")):
            path = folder / name.decode()
            if not path.exists() and path.resolve().is_relative_to(folder.resolve()):
                replace(path, self.server.hget(self._key("files"), name))

    def commit(self) -> None:
        """Everything noted, kept, counted and answered since the last time, in one step."""
        with self._step() as step:
            for name, more in self.counts.items():
                step.hincrbyfloat(self._key("counter"), name, more)
            for table, rows in self.writes.items():
                if rows:
                    step.hset(self._key(table), mapping=rows)
            if self.done:
                step.hdel(self._key("leases"), *self.done)
            step.execute()
        self.counts, self.writes, self.done = {}, {}, []

    def close(self) -> None:
        self.commit()
        self.server.close()

    def remove(self) -> None:
        """Says that the crawl has ended, and leaves it; who leaves last puts out the light."""
        self.commit()
        self.server.set(self._key("ended"), 1, ex=86_400)
        self.server.srem(self._key("members"), self.owner)
        self.server.delete(self._key(f"alive:{self.owner}"))
        if not any(self._lives(owner.decode()) for owner in self.server.smembers(self._key("members"))):
            gone = [key for key in self.server.scan_iter(self._key("*")) if not key.endswith(b":ended")]
            self.server.delete(*gone) if gone else None
        self.server.close()
