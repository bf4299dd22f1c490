"""What tells the packs of one product apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.values import text


def offer_key(fields: Mapping[str, Any]) -> str:
    """What tells sizes of one product apart: content and count, else the container's words."""
    if fields.get("net_total") is not None:
        return f"{fields['net_total']:g}{fields['net_unit']}x{fields.get('pack_count') or 1}"
    return text.fold(fields.get("pack_words") or fields.get("container") or "")
