"""What an officer does with one item: accept, send back, keep waiting, edit, join, undo.

Each form carries the stamp of what it was about (workbench/reviewing/stamps.py): where somebody else was faster,
nothing is written, and the officer is shown what the other did beside what they typed themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from datasette import Response

from catalog import columns
from catalog.errors import Refused, Unknown
from catalog.registers import reasons
from catalog.web import phrases
from catalog.web.language import N_
from catalog.web.officers import filters, item_views
from catalog.web.officers.visit import Visit, go_to, render
from catalog.web.submitting.uploads import number
from catalog.workbench.identities import merges
from catalog.workbench.reviewing import asked_again, editing, review, similar, stamps, visibility
from catalog.workbench.reviewing.precedence import OF_THE_PRODUCER
from catalog.workbench.reviewing.stamps import Event, Overtaken
from catalog.workbench.rows.policy import from_config
from catalog.workbench.store import Workbench

# Fields of the edit form: a column that is said, what the page offered there, a column that is to be empty.
SAID, OFFERED, EMPTY = "c:", "cu:", "x:"
LONGEST = 5_000  # characters of a value or of words to a sender
EVENTS = {
    "accepted": N_("duyệt đăng"), "rejected": N_("trả lại"), "held": N_("giữ chờ"), "undone": N_("hoàn tác"),
    "edit": N_("sửa"), "withdrawn": N_("bỏ chỗ sửa"), "newer": N_("gửi bản mới hơn"),
}  # fmt: skip


async def _written(visit: Visit, work: Callable[[Workbench], Response]) -> Response:
    """What `work` answers after one transaction; the page of what others did where it was overtaken."""

    def do() -> Response:
        with visit.writing() as bench, bench.writing():
            return work(bench)

    try:
        return await asyncio.to_thread(do)
    except Overtaken as error:
        return await asyncio.to_thread(_overtaken, visit, error.events)


def _overtaken(visit: Visit, events: Mapping[int, list[Event]]) -> Response:
    known = {column: words for column, words in _said(visit.sent.words).items() if column in columns.BY_NAME and words}
    typed_in = [(phrases.column(visit.language, column), words) for column, words in known.items()]
    if words := visit.said_long("loi"):
        typed_in.append((visit.language.gettext(N_("Lời gửi người gửi")), words))
    with visit.reading() as bench:
        names = {draft: review.show(bench, draft)["name"] for draft in events}
    return render(
        visit, "office_overtaken.html", 409, here="queue", events=events, names=names, typed_in=typed_in,
        kinds=EVENTS, chosen=filters.read(visit.sent.words),
    )  # fmt: skip


def _begin(visit: Visit, bench: Workbench) -> int:
    """The draft of a form, looked at within the transaction. Raises Unknown, or Overtaken for an old page."""
    draft = item_views.number_of(visit)
    item_views.check(visit, bench, [draft])
    stamps.check(bench, {draft: visit.said("cua")})
    return draft


async def decide(visit: Visit) -> Response:
    """Accept, send back, keep waiting; then on to the next one."""

    def work(bench: Workbench) -> Response:
        draft = _begin(visit, bench)
        state, code, words = decision_of(visit)
        (made,) = review.decide(bench, [draft], state, words, visit.me.signature, code=code)
        return _onward(visit, bench, made)

    return await _written(visit, work)


def decision_of(visit: Visit) -> tuple[str, str | None, str]:
    """The decision of a form: state, code of the reason, words; what is accepted needs no reason and has none.

    Raises Refused for a decision that is none, or one that somebody would read without learning why.
    """
    state, code = visit.said("lam"), visit.said("ma") or None
    words = visit.said_long("loi")[:LONGEST]
    if state not in review.STATES or (code and code not in reasons.kinds()):
        raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused")
    if state == "accepted":
        return state, None, ""
    if not (code or words):
        raise Refused("Hãy chọn lý do hoặc ghi lời: người gửi đọc lời này để biết sửa gì.", code="reason-missing")
    return state, code, words


def _onward(visit: Visit, bench: Workbench, made: int) -> Response:
    chosen = filters.read(visit.sent.words)
    following = item_views.next_of(visit, bench, chosen) if chosen.state == "held" else None
    path = f"/duyet/{following}" if following else "/duyet"
    return go_to(visit, path, **chosen.address(), vua=str(made))


async def undo(visit: Visit) -> Response:
    """Undoes decisions that the officer made just before."""

    def work(bench: Workbench) -> Response:
        wanted = [n for word in visit.said("so-quyet-dinh").split(".") if (n := number(word)) is not None]
        sql = "SELECT draft_id FROM decisions WHERE id = ?"
        drafts = [row[0] for n in wanted for row in bench.rows(sql, [n])]
        item_views.check(visit, bench, drafts)
        review.undo(bench, wanted, "", visit.me.signature)
        chosen = filters.read(visit.sent.words)
        return go_to(visit, f"/duyet/{drafts[0]}" if len(drafts) == 1 else "/duyet", **chosen.address())

    return await _written(visit, work)


async def edit(visit: Visit) -> Response:
    """Says what columns are; with `duyet` the draft is accepted along with it."""

    def work(bench: Workbench) -> Response:
        draft = _begin(visit, bench)
        words = _said(visit.sent.words)
        if not words:
            raise Refused("Chưa có chỗ nào được sửa.", code="edit-none")
        _check_reach(visit, bench, draft, words)
        try:
            editing.edit(bench, str(draft), words, visit.me.signature, visit.said("vi-sao"))
        except Refused as error:
            raise _not_read(visit, error) from error
        if draft not in visibility.visible(bench, visit.me, [draft]):
            raise Refused("Sửa như vậy thì mục này sang địa bàn khác; hãy nhờ cán bộ tỉnh.", code="edit-elsewhere")
        chosen = filters.read(visit.sent.words)
        if not visit.said("duyet"):
            return go_to(visit, f"/duyet/{draft}", **chosen.address())
        (made,) = review.decide(bench, [draft], "accepted", "", visit.me.signature)
        return _onward(visit, bench, made)

    return await _written(visit, work)


def _not_read(visit: Visit, error: Refused) -> Refused:
    """The same in the officer's words: which field it was, and what was typed there."""
    column, value = str(error.evidence.get("column", "")), str(error.evidence.get("value", ""))
    if column not in columns.BY_NAME:
        return error
    label = phrases.column(visit.language, column)
    said = N_("%(label)s không để trống được.") if not value.strip() else N_("%(label)s: máy chưa hiểu “%(value)s”.")
    return Refused(visit.language.gettext(said, label=label, value=value), code="edit-unread")


def _said(form: dict[str, str]) -> dict[str, str]:
    """Column → what it is to be; a field that was left as the page offered it says nothing."""
    said = {
        column: words.strip()[:LONGEST] for column, words in _fields(form, SAID)
        if words.strip() and words.split() != form.get(f"{OFFERED}{column}", "").split()
    }  # fmt: skip
    if form.get("cot") in columns.BY_NAME and form.get("gia-tri", "").strip():
        said[form["cot"]] = form["gia-tri"].strip()[:LONGEST]
    return said | {column: "" for column, _ in _fields(form, EMPTY)}


def _fields(form: dict[str, str], kind: str) -> list[tuple[str, str]]:
    """Column and words of the fields of one kind."""
    return [(name.removeprefix(kind), words) for name, words in form.items() if name.startswith(kind)]


def _check_reach(visit: Visit, bench: Workbench, draft: int, words: dict[str, str]) -> None:
    """Raises Refused where an edit reaches what is not the officer's: of a producer it is said for all its products."""
    subject = editing.find(bench, str(draft))
    of_producer = bool(OF_THE_PRODUCER & words.keys())
    if of_producer and not visibility.may_producer(bench, visit.me, subject.producer_id):
        raise Refused("Cơ sở này còn sản phẩm ở địa bàn khác; hãy nhờ cán bộ tỉnh sửa.", code="edit-elsewhere")
    if not visibility.may_product(bench, visit.me, subject.product_id):
        raise Refused("Sản phẩm này còn dòng ở địa bàn khác; hãy nhờ cán bộ tỉnh sửa.", code="edit-elsewhere")


async def join(visit: Visit) -> Response:
    """Says that the item's product and another one are one, or that they are two."""

    def work(bench: Workbench) -> Response:
        draft = _begin(visit, bench)
        shown, other = review.show(bench, draft), visit.said("voi")
        mine = shown["product_id"]
        if not all(visibility.may_product(bench, visit.me, product) for product in (mine, other)):
            raise Refused("Một trong hai sản phẩm thuộc địa bàn khác; hãy nhờ cán bộ tỉnh.", code="join-elsewhere")
        question = number(visit.said("hai"))
        if question is not None:
            asked = similar.to(bench, mine, shown["producer_id"], shown["name"])
            if all((one.product, one.join) != (other, question) for one in asked):
                raise Unknown("question", str(question))  # about two others, which may be nobody's here
            asked_again.split(bench, question, "", visit.me.signature, from_config(visit.home.config()))
        else:
            merges.merge(bench, other, mine, "", visit.me.signature, of_rows={mine: shown["named_product_id"]})
        return go_to(visit, f"/duyet/{draft}", **filters.read(visit.sent.words).address())

    return await _written(visit, work)
