"""The words of the filters: of each choice, and of what is chosen."""

from __future__ import annotations

from catalog.web import phrases, provinces, search
from catalog.web.language import Language
from catalog.web.listing import Answer, Choice

_BANDS = {band[0]: band[1] for band in search.BANDS}


def choice(language: Language, facet: str, chosen: Choice) -> str:
    """The words for one choice of a facet."""
    if facet == "ocop_set":
        return phrases.set_title(language, chosen.titled) if "ocop_set" in chosen.titled else chosen.value
    if facet in ("province", "commune", "market"):
        return str(chosen.titled["title"])
    return _fixed(language, facet, chosen.value)


def chosen(language: Language, answer: Answer) -> dict[str, str]:
    """Filter → the words for its value, for every filter that is set; an unknown value stands as it is."""
    return {name: _chosen(language, answer, name, value) for name, value in answer.question.filters.items()}


def _chosen(language: Language, answer: Answer, facet: str, value: str) -> str:
    for one in answer.facets[facet]:
        if one.value == value:
            return choice(language, facet, one)
        if facet == "ocop_set" and one.value.startswith(value + ".") and "ocop_set" in one.titled:
            return phrases.group_title(language, one.titled)
    if facet == "province" and value in provinces.all_provinces():
        return provinces.all_provinces()[value].name
    return _fixed(language, facet, value)


def _fixed(language: Language, facet: str, value: str) -> str:
    """The words for a value that needs no catalogue to be named."""
    if facet == "stars" and value in ("3", "4", "5"):
        return phrases.stars(language, int(value))
    label = {"price": _BANDS, "kind": phrases.PRODUCER_KINDS}.get(facet, {}).get(value)
    return language.gettext(label) if label else value


def former(chosen: Choice) -> str:
    """The former provinces within a province that people may look for: “Yên Bái”."""
    known = provinces.all_provinces().get(chosen.value)
    return ", ".join(known.former) if known else ""
