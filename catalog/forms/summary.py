"""The summary of a returned workbook for a chat: a title and a few lines, each with a tone.

`images.summary.picture` draws them; this module only chooses the words.
"""

from __future__ import annotations

from typing import Literal

from catalog.forms.remarks import STATES, WORDS, Findings

Tone = Literal["plain", "good", "warning", "error", "info"]

TITLE = "Kết quả đọc bảng sản phẩm"
MOST = 10  # doubtful places that are told; more is for the workbook
MOST_MARKETS = 3  # sentences on markets; the workbook has them all
_TONES: dict[str, Tone] = {"accepted": "good", "held": "warning", "rejected": "error"}


def lines(found: Findings) -> list[tuple[Tone, str]]:
    """What the picture says of one file: its name, counts, the most urgent places, and what to do."""
    said: list[tuple[Tone, str]] = [("plain", found.file)]
    if found.status == "refused":
        return [*said, ("error", found.reason or "Tệp này chưa đọc được.")]
    said += [(_TONES[state], f"{STATES[state]}: {n} sản phẩm") for state, n in found.counts().items() if n]
    doubts, left = found.lines()
    urgent = [line for line in doubts if line.severity != "info"]
    for line in urgent[:MOST]:
        said.append((line.severity, f"{WORDS[line.severity]}: {line.message} {line.fix}".strip()))
    left += sum(1 for line in urgent[MOST:])
    if left:
        said.append(("plain", f"Còn {left} điểm nữa trong tệp trả về."))
    said += [("info", sentence) for sentence in found.listing[:MOST_MARKETS]]
    if urgent:
        said.append(("plain", "Mở tệp trả về, sửa các ô có màu, lưu lại và gửi lại đúng tệp đó."))
    elif found.counts()["accepted"]:
        said.append(("good", "Không có chỗ nào phải sửa. Xin cảm ơn!"))
    return said
