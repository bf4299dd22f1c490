"""Limits on guessing: so many wrong codes from one address, and from all together, within ten minutes.

A code that can be said has 40 bits, and links have 120: with these limits a thousand open invitations hold for
centuries. Kept in memory: a restart forgives a few guesses. A link that opens is never refused.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from catalog.errors import Refused
from catalog.workbench.officers.sessions import network_of

WINDOW = 600.0  # seconds
MOST, MOST_OF_ALL = 10, 500
# Addresses that are remembered; the oldest is forgotten first, while the limit of all still holds.
MOST_ADDRESSES = 10_000
_ALL = ""


class Guesses:
    """The wrong codes of the last ten minutes."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raises Refused where an address, or all together, guessed wrong too often."""
        for who, most in ((_of(address), MOST), (_ALL, MOST_OF_ALL)):
            if len(self._recent(who)) >= most:
                raise Refused(
                    "Đã thử nhiều mã không đúng. Mời đợi 10 phút rồi thử lại, hoặc mở liên kết trong thư mời.",
                    code="guesses-many",
                )

    def wrong(self, address: str) -> None:
        """Remembers a wrong code."""
        for who in (_of(address), _ALL):
            self._recent(who).append(time.monotonic())

    def _recent(self, who: str) -> deque[float]:
        found = self._wrong.setdefault(who, deque(maxlen=MOST_OF_ALL))
        self._wrong.move_to_end(who)
        while found and found[0] < time.monotonic() - WINDOW:
            found.popleft()
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)
        return found


def _of(address: str) -> str:
    # Blank stands for everybody.
    return network_of(address) or "?"
