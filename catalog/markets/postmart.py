"""Buudien.vn, once Postmart: a worksheet for entering listings by hand, and a folder of pictures per product."""

from __future__ import annotations

from catalog.markets.market import Market
from catalog.markets.writing.worksheet import NO_FORMAT, worksheet

MARKET = Market(
    name="postmart",
    title="Buudien.vn (Postmart cũ)",
    kind="worksheet",
    evidence="no bulk format is published; columns are what a listing shows (listings of 2025, read November 2026)",
    read_by="exceljs 4.4, LibreOffice 7.4",
    write=worksheet(),
    notes=(NO_FORMAT,),
)
