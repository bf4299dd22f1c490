"""The set, the stars and the decision that a row states: claims, until a certificate confirms them."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from catalog.normalise.reading import REMEMBERED, Doubt, Reading, said
from catalog.values import certificates, dates, text
from catalog.values.sets import sets

decision_of = lru_cache(REMEMBERED)(certificates.decision)


def read_stars(stars: str, score: str, signed: str, name: str, summary: str, description: str) -> Reading:
    """Stars of their own column, else those that the name or the texts claim; either way a claim, no certificate."""
    fields: dict[str, Any] = {}
    doubts: list[Doubt] = []
    derived: tuple[str, ...] = ()
    if text.is_blank(stars):
        claimed = certificates.claimed_stars(f"{name}\n{summary}\n{description}")
        if claimed.stars:
            fields["stars"] = claimed.stars
            derived = ("stars",)
            doubts.append(Doubt("stars-claimed", "stars", str(claimed.stars)))
        elif claimed.unclear:
            doubts.append(Doubt("stars-mentioned", "stars"))
    else:
        found = certificates.stars(stars)
        fields |= {"stars": found.stars, "stars_potential": int(found.potential)}
        if found.potential:
            doubts.append(Doubt("stars-potential", "stars", stars))
        elif found.unclear:
            doubts.append(Doubt("stars-unclear", "stars", stars))
    if not text.is_blank(score):
        fields["score"] = certificates.score(score)
        if fields["score"] is None:
            doubts.append(Doubt("score-unclear", "score", score))
        doubts += _score_doubts(stars, fields, dates.date(signed).date)
    return Reading(fields, tuple(doubts), derived)


def _score_doubts(stars: str, fields: dict[str, Any], signed: str | None) -> list[Doubt]:
    """A doubt where the points are worth other stars than the row states, under the criteria of the decision's day."""
    stated, points = fields.get("stars"), fields["score"]
    if text.is_blank(stars) or stated is None or points is None or fields.get("stars_potential"):
        return []
    is_day = signed is not None and len(signed) == len("2024-04-26")
    worth = certificates.stars_of_score(points, date.fromisoformat(signed) if signed and is_day else date.max)
    # A province gives four stars to what it scores at 90 and more, and passes it on: the fifth is the ministry's.
    if worth is None or worth == stated or (worth, stated) == (5, 4):
        return []
    return [
        Doubt("stars-score-disagree", "stars", str(stated), said(score=f"{points:g}".replace(".", ","), other=worth))
    ]


def read_decision(number: str, day: str, expires: str, stars: str, title: str) -> Reading:
    """The recognition decision of the row, else the one in the title for rows that state stars."""
    doubts: list[Doubt] = []
    found = decision_of(number)
    above = decision_of(title)
    if found.number is None and text.is_blank(number) and certificates.stars(stars).stars:
        found = above
    issuer = found.issuer or (above.issuer if above.number in (None, found.number) else None)
    fields: dict[str, Any] = {"decision_number": found.number}
    fields["decision_issuer"] = issuer if found.number else None
    signed = dates.date(day).date or found.date or (dates.date(number).date if not found.number else None)
    fields["decision_date"] = signed
    if found.unread or (found.number is None and not text.is_blank(number) and signed is None):
        doubts.append(Doubt("decision-unclear", "decision_number", number))
    if signed is None and not text.is_blank(day):
        doubts.append(Doubt("date-unclear", "decision_date", day))
    fields["expires_on"] = _lapses(signed) or dates.date(expires).date
    return Reading(fields, tuple(doubts))


def _lapses(signed: str | None) -> str | None:
    """The last day of validity, where the day of signing is known to the day."""
    if signed is None or len(signed) != len("2024-04-26"):
        return None
    return certificates.expires_on(date.fromisoformat(signed)).isoformat()


def read_set(named: str, name: str, summary: str, description: str, category: str, group: str) -> Reading:
    """The set that the source names, else the classifier's where it is sure; else asked, with what spoke for what."""
    told = f"{summary}\n{description}".strip()
    found = sets.classify(name, told, category=category, group=group, named=named)
    doubts = [Doubt("set-lost", "ocop_set", named or category, said(lost=found.lost))] if found.lost else []
    if found.set:
        is_named = not text.is_blank(named) and found.confidence == 1
        fields = {"ocop_set": found.set, "set_confidence": round(found.confidence, 2)}
        return Reading(fields, tuple(doubts), () if is_named else ("ocop_set",))
    likely = ", ".join(f"{key} {_set_titles()[key]}" for key in found.alternatives[:3]) or "chưa rõ"
    doubt = Doubt("set-unsure", "ocop_set", named, said(candidates=likely, because=found.because))
    return Reading(doubts=(doubt, *doubts) if name else ())


@cache
def _set_titles() -> dict[str, str]:
    return {one.key: one.title for one in sets.sets()}
