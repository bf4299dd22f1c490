"""Rank words of places: how they are written, what level they say, and the words of what is smaller than a commune."""

from __future__ import annotations

from catalog.values import text as texts

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"

# As the cells of a row stand in an address.
LEVEL_ORDER = (COMMUNE, DISTRICT, PROVINCE)

LEVELS: dict[str, frozenset[str]] = {
    "tỉnh": frozenset({PROVINCE}),
    "thành phố": frozenset({PROVINCE, DISTRICT}),
    "huyện": frozenset({DISTRICT}),
    "quận": frozenset({DISTRICT}),
    "thị xã": frozenset({DISTRICT}),
    "xã": frozenset({COMMUNE}),
    "phường": frozenset({COMMUNE}),
    "thị trấn": frozenset({COMMUNE}),
    "đặc khu": frozenset({COMMUNE}),
    # Given by a sheet's own columns, which say the level and not the rank.
    "/province": frozenset({PROVINCE}),
    "/district": frozenset({DISTRICT}),
    "/commune": frozenset({COMMUNE}),
}
# How a rank is written, in small letters; with other accents it is another word (“quản”, “xà”).
RANK_FORMS: dict[str, str] = {
    form: rank
    for rank, forms in {
        "tỉnh": "tỉnh tinh t",
        "thành phố": "thành_phố thanh_pho thành_pho thanh_phố thànhphố thanhpho tp t_p",
        "huyện": "huyện huyen h huyện_đảo huyen_dao",
        "quận": "quận quan q district",
        "thị xã": "thị_xã thi_xa thị_xa thi_xã thịxã thixa tx t_x",
        "xã": "xã xa x",
        "phường": "phường phuong p f ward",
        "thị trấn": "thị_trấn thi_tran thị_tran thi_trấn thịtrấn thitran tt t_t",
        "đặc khu": "đặc_khu dac_khu",
    }.items()
    for form in forms.split()
}
# What foreigners write behind a name: “Van Yen district”.
ENGLISH_RANKS = frozenset("province city district town township commune ward".split())


def _glued_ranks() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    folded = {texts.fold(form).replace(" ", ""): rank for form, rank in RANK_FORMS.items()}
    for form, rank in sorted(folded.items(), key=lambda item: -len(item[0])):
        found.setdefault(form[0], []).append((form, rank))
    return found


# The same, glued to the front of a name (“tinhyenbai”, “hvanyen”), by first letter, the longer ones first.
GLUED_RANKS = _glued_ranks()
# What is smaller than a commune: the name behind it is no commune's. Streets too.
HAMLETS = frozenset(
    "thôn thon ấp xóm xom tổ khu kp khóm khom sóc phum tdp đường duong phố ngõ ngo ngách ngach hẻm hem kcn ql".split()
)
# These also stand inside names (“Nà Làng”, “Bản Hon”): they count where they begin a part of the text.
HAMLETS_FIRST = frozenset("làng bản ban buôn buon ap to pho lang bon đội doi cụm cum số so chợ cho".split())
