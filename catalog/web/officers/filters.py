"""Which part of the queue a page shows; the whole of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.web.language import N_
from catalog.web.submitting.uploads import number
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing.queue import Wanted

PER_PAGE = 50
# What is looked at: word in the address → state of a draft.
STATES = {"cho": "held", "duyet": "accepted", "tra": "rejected"}
# What a draft may be, also such as nobody decides about any more.
TITLES = {
    "held": N_("Đang chờ"), "accepted": N_("Đã duyệt"), "rejected": N_("Trả lại"),
    "replaced": N_("Đã có bản sửa gửi lại"), "back": N_("Đã rút lại"),
}  # fmt: skip
NAMES = ("xem", "xa", "nguoi", "ly-do", "trang")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; blank does not matter."""

    state: str = "held"
    commune: str = ""
    sender: str = ""
    issue: str = ""
    page: int = 1

    @property
    def offset(self) -> int:
        """How many drafts stand on the pages before."""
        return (self.page - 1) * PER_PAGE

    def wanted(self, officer: Officer) -> Wanted:
        """The drafts that it stands for, of those that an officer may see."""
        return Wanted(self.state, self.commune or None, self.sender or None, self.issue or None, officer)

    def address(self) -> dict[str, str]:
        """The arguments of its address."""
        word = next(word for word, state in STATES.items() if state == self.state)
        said = {"xem": word if word != "cho" else "", "xa": self.commune, "nguoi": self.sender, "ly-do": self.issue,
                "trang": str(self.page) if self.page > 1 else ""}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def but(self, **changes: str | int) -> dict[str, str]:
        """The address with something else chosen, from its first page on."""
        return replace(self, **({"page": 1} | changes)).address()  # type: ignore[arg-type]


def read(words: Mapping[str, str]) -> Filters:
    """What the arguments of an address, or the fields of a form, choose."""
    said = {name: words.get(name, "").strip() for name in NAMES}
    return Filters(
        STATES.get(said["xem"], "held"), said["xa"], said["nguoi"], said["ly-do"], max(number(said["trang"]) or 1, 1)
    )
