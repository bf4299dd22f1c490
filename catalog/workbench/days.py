"""Days as people in Vietnam count them; moments are kept in UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today(ahead: timedelta = timedelta(0)) -> date:
    """The day it is now in Vietnam (or will be in a while), by which certificates are in force or not."""
    return (datetime.now(VIETNAM) + ahead).date()


# One decision is on many rows, and all of them are asked for.
@lru_cache(4_096)
def day_of(moment: str) -> date:
    """The day on which a stored moment fell in Vietnam."""
    return datetime.fromisoformat(moment).astimezone(VIETNAM).date()


def day_shown(moment: str) -> str:
    """The day of a stored moment as people write it: 22/11/2026."""
    return day_of(moment).strftime("%d/%m/%Y")
