"""Old encodings of Vietnamese text (TCVN3, VNI, windows-1258, mojibake, NFD) turned into Unicode NFC.

Decided for a whole text, never letter by letter: fifteen codes of TCVN3 are themselves letters of Vietnamese.
The evidence is the font where there is one, else whether the decoded words are Vietnamese syllables and the words
as they stand are not. What cannot be decided stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

import ftfy

Was = Literal["nfc", "nfd", "tcvn3", "vni", "cp1258", "mojibake"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text in NFC and the encoding it was found in."""

    text: str
    was: Was

    def json(self) -> dict[str, str]:
        return {"text": self.text, "was": self.was}


# TCVN 5712:1993 table 1 as fonts called .Vn… use it on top of windows-1252: 67 letters and 7 capitals. AD is the
# soft hyphen, so this runs before invisible characters are taken away.
_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4"
            "e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)


def _vni() -> dict[str, str]:
    """VNI for Windows: a base letter and a mark make one letter; the longest match is tried first."""
    tones = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
    breve = dict(zip("êéèúüë", ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], strict=True))
    hat = dict(zip("âáàåãä", ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], strict=True))
    table = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
    for base, letter in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        table |= {base + mark: letter + tone for mark, tone in tones.items()}
    table |= {"a" + mark: "ă" + tone for mark, tone in breve.items()}
    table |= {base + mark: letter + tone for base, letter in ("aâ", "eê", "oô") for mark, tone in hat.items()}
    for code, letter in list(table.items()):
        table[code.upper()] = letter.upper()
        table[code[0].upper() + code[1:]] = letter.upper()
    return {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}


_VNI = _vni()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Rimes of Vietnamese syllables without their tone; with the onsets they tell Vietnamese words from garbled ones.
_RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan
    oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông
    ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy
    uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên
    yêng yêt yêu ynh yt ych""".split()
)
_SYLLABLE = re.compile(r"(ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdđghklmnprstvxq])?(.+)")
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_EDGES = " \t\n.,;:!?()[]{}\"'/\\-–—“”‘’…*+=&%0123456789"
_WORD = re.compile(r"[^\s,;:()\[\]/\\\"“”+=&–—.-]+")
_UNICODE_ONLY = re.compile(r"[\u0100-\u02af\u1ea0-\u1eff]")  # letters that no text of an old encoding holds
# Letters that neither Unicode Vietnamese in NFC nor common signs need: only texts that have one are looked at closely.
_SUSPECT = re.compile(
    "[\x80-\x9f\xa1-\xaf\xb4-\xbbÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ¾¿]|[\u0300-\u036f]|[Ãã\u0102][\x80-\xbf]"
)
_HALF_COMPOSED = re.compile("[âăêôơưÂĂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_GARBLED = re.compile("Ã.|áº|á»|Æ°|Ä‘|Ä\u0192|Å©|Ä©|Â\xa0|Ă.|â€|ï»¿|Ä\u0090")


def is_vietnamese(word: str) -> bool:
    """Whether a word is a possible syllable of Vietnamese, in any case and tone placement."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    found = _SYLLABLE.fullmatch(plain)
    return bool(found) and (found[2] in _RIMES or plain in _RIMES or plain == "gi")  # type: ignore[index]


def repair(text: str, font: str = "") -> Repaired:
    """The text in NFC, and what it was: decided by the font, else by its words. Does not raise on any text."""
    if text.isascii():
        return Repaired(text, "nfc")
    if (was := _old_font(font)) and not _UNICODE_ONLY.search(text):
        return Repaired(decode(text, was), was)
    if _GARBLED.search(text) and (unmixed := _unmix(text)):
        return Repaired(unmixed, "mojibake")
    if was := _old_words(text):
        return Repaired(decode(text, was), was)
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return Repaired(text, "nfc")
    return Repaired(composed, "cp1258" if _HALF_COMPOSED.search(text) else "nfd")


def repair_column(texts: list[str], closely: bool = False) -> tuple[list[str], Was]:
    """The texts of one column repaired, and the old encoding that was found in it ("nfc" where none was).

    closely also looks at texts whose letters are all letters of Vietnamese: "Giaù baùn" in a sheet that holds VNI.

    A text that could be read either way follows the column: where some texts are certainly of an old encoding and
    none is certainly Unicode, all of them are decoded.
    """
    if not closely and not _SUSPECT.search(" ".join(texts)):
        return texts, "nfc"
    found = {text: repair(text) for text in texts if _SUSPECT.search(text) or (closely and not text.isascii())}
    seen: list[Was] = [f.was for f in found.values() if f.was not in ("nfc", "nfd")]
    old: list[Was] = [was for was in seen if was in ("tcvn3", "vni")]
    if not old or any(_UNICODE_ONLY.search(text) for text in texts):
        fixed = [found[text].text if text in found else text for text in texts] if found else texts
        return fixed, seen[0] if seen else "nfc"
    was: Was = max(set(old), key=old.count)
    return [text if text.isascii() else decode(text, was) for text in texts], was


def decode(text: str, was: Was) -> str:
    """A text in the codes of TCVN3 or VNI as Unicode; letters that are no code stay."""
    if was == "tcvn3":
        return unicodedata.normalize("NFC", text).translate(_TCVN3)
    return _VNI_CODE.sub(lambda code: _VNI[code[0]], unicodedata.normalize("NFC", text))


def _old_font(font: str) -> Was | None:
    font = font.upper()
    return "tcvn3" if font.startswith(".VN") else "vni" if font.startswith("VNI") else None


def _old_words(text: str) -> Was | None:
    """The encoding in which the words are Vietnamese that are not so as they stand; None where none is clear."""
    if _UNICODE_ONLY.search(text):
        return None
    words = [w.strip(_EDGES) for w in _WORD.findall(text) if not w.isascii()]
    words = [w for w in words if len(w) > 1]
    now = sum(map(is_vietnamese, words))
    if now == len(words):
        return None
    scores = {was: sum(is_vietnamese(decode(w, was)) for w in words) for was in ("tcvn3", "vni")}
    best = max(scores, key=scores.__getitem__)
    clear = scores[best] >= 0.8 * len(words) and scores[best] > now and len(set(scores.values())) == 2
    return best if clear else None  # type: ignore[return-value]


def _unmix(text: str) -> str | None:
    """UTF-8 that was once read as a one-byte code, read rightly; None where it does not come out as Vietnamese."""
    best, most = None, 0.5
    for fixed in (_through(text), ftfy.fix_encoding(text)):
        if fixed and fixed != text and not _GARBLED.search(fixed):
            words = [w.strip(_EDGES) for w in _WORD.findall(fixed) if not w.isascii()]
            share = sum(map(is_vietnamese, words)) / max(len(words), 1)
            if share > most:
                best, most = unicodedata.normalize("NFC", fixed), share
    return best


_CP1258 = {bytes([b]).decode("cp1258", "ignore") or chr(b): b for b in range(256)}


def _through(text: str) -> str | None:
    """The text through the bytes of windows-1258 and back as UTF-8, or None: ftfy repairs this case only in part."""
    codes: list[int] = []
    for letter in text:
        parts = (
            [letter]
            if letter in _CP1258
            else [chr(int(p, 16)) for p in unicodedata.decomposition(letter).split() if p.isalnum()]
        )
        if not parts or any(p not in _CP1258 for p in parts):
            return None
        codes += [_CP1258[p] for p in parts]
    try:
        return bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return None
