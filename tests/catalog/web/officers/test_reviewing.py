"""The queue, one item, what is decided about it, many at once, publication; and what two officers do at once."""

from __future__ import annotations

import pytest

from catalog.desk import work
from catalog.publish import release
from catalog.workbench.days import today
from catalog.workbench.officers import accounts
from catalog.workbench.reviewing import editing, queue, review, stamps, urgency
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.store import Workbench
from tests.catalog.web.officers.conftest import (
    HERE,
    MAU_A,
    ROWS,
    deliver,
    draft_of,
    open_account,
    page_of,
    send,
    stamp,
    state_of,
    words,
)  # fmt: skip
from tests.conftest import receive
from tests.reform import DIEN_XA, reformed


async def names(client, address: str = "/duyet") -> list[str]:
    return [words(a) for a in page_of(await client.get(address)).xpath("//li[@data-item]//h2")]


async def test_each_officer_sees_what_is_theirs(busy, log_in) -> None:
    assert await names(await log_in("mau.a")) == ["Mật ong hoa nhãn Thử"]
    assert await names(await log_in("xa.khac")) == ["Quế thanh Thử"]
    everywhere = ["Mật ong hoa nhãn Thử", "Quế thanh Thử", "Măng khô Thử"]
    assert await names(await log_in("tinh")) == everywhere
    assert await names(await log_in("quan.tri")) == everywhere
    assert await names(await log_in("tinh.khac")) == ["Măng khô Thử", "Tương ớt Thử"]


async def test_filters_narrow_and_stay_in_the_scope(busy, log_in) -> None:
    client = await log_in("tinh")
    assert await names(client, "/duyet?xa=04441") == ["Quế thanh Thử"]
    assert await names(client, "/duyet?ly-do=price-ambiguous&xa=04375") == ["Mật ong hoa nhãn Thử"]
    assert await names(client, "/duyet?nguoi=chi+thu") == await names(client)
    assert await names(client, "/duyet?xem=duyet") == ["Trà dây Thử"]
    assert await names(await log_in("mau.a"), "/duyet?xa=04441") == []
    assert (await client.get("/duyet?ly-do=khong-co")).status_code == 404
    page = page_of(await client.get("/duyet"))
    assert [o.get("value") for o in page.xpath("//select[@name='xa']/option")] == ["", "04375", "04441"]


async def test_pages_of_the_queue(home, tmp_path, log_in) -> None:
    deliver(home, tmp_path, *(f'{n},Mật ong số {n} Thử,HTX Thử Một,"{HERE}",Chai 500ml,12-15' for n in range(1, 61)))
    client = await log_in("mau.a")
    first, second = await names(client), await names(client, "/duyet?trang=2")
    assert (len(first), len(second), len({*first, *second})) == (50, 10, 60)


async def test_an_item_shows_words_cells_doubts_pictures_and_neighbours(busy, log_in) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    page = page_of(await client.get(f"/duyet/{draft}"))
    said = words(page)
    assert "Ô F2: không rõ giá “12-15”" in said
    (price,) = page.xpath("//tr[th[contains(., 'Giá bán')]]")
    assert words(price.xpath("td[last()]")[0]) == "F2 12-15"
    assert "chị Thử" in said
    (picture,) = page.xpath("//ul[contains(@class, 'photos')]//img/@src")
    shown = await client.get(picture)
    assert shown.headers["content-type"] in ("image/jpeg", "image/webp")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert (await (await log_in("xa.khac")).get(picture)).status_code == 404


async def test_accepting_leads_on_is_said_to_the_sender_and_can_be_undone(busy, log_in) -> None:
    client, draft = await log_in("tinh"), draft_of(busy, "Mật ong")
    done = await send(client, f"/duyet/{draft}/quyet-dinh", cua=await stamp(client, draft), lam="accepted")
    following = done.headers["location"]
    assert following.startswith(f"/duyet/{draft_of(busy, 'Quế')}?vua=")
    assert state_of(busy, draft) == "accepted"
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert review.show(bench, draft)["decisions"][-1]["decided_by"] == "Cán bộ Tỉnh (tinh)"
    page = page_of(await client.get(following))
    (number,) = page.xpath("//form[contains(@class, 'notice')]//input[@name='so-quyet-dinh']/@value")
    assert (await send(client, "/duyet/hoan-tac", **{"so-quyet-dinh": number})).status_code == 303
    assert state_of(busy, draft) == "held"


@pytest.mark.parametrize(("lam", "form", "told"), [
    ("rejected", {"ma": "price-not-credible"}, "Giá không hợp với quy cách. Hãy kiểm tra lại giá và đơn vị tính."),
    ("held", {"ma": "sender-asked", "loi": "Gọi lại."}, "Đã hỏi lại người gửi và đang chờ trả lời. Gọi lại."),
    ("rejected", {"loi": "Chưa rõ."}, "Chưa rõ."),
])  # fmt: skip
async def test_sending_back_and_keeping_tell_a_reason(busy, log_in, lam, form, told) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    cua = await stamp(client, draft)
    refused = await send(client, f"/duyet/{draft}/quyet-dinh", cua=cua, lam=lam)
    assert (refused.status_code, "người gửi đọc lời này" in refused.text) == (400, True)
    await send(client, f"/duyet/{draft}/quyet-dinh", cua=cua, lam=lam, **form)
    with Workbench(busy.workbench, is_reading=True) as bench:
        stands = bench.one("SELECT state, reason FROM states WHERE draft_id = ?", [draft])
    assert tuple(stands) == (lam, told)


@pytest.mark.parametrize("form", [{"lam": "deleted"}, {"lam": "held", "ma": "product-twice"},
                                  {"lam": "rejected", "ma": "khong-co"}, {}])  # fmt: skip
async def test_a_decision_that_is_none_changes_nothing(busy, log_in, form) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    answer = await send(client, f"/duyet/{draft}/quyet-dinh", cua=await stamp(client, draft), **form)
    assert answer.status_code in (400, 404, 409)
    assert state_of(busy, draft) == "held"


async def test_two_officers_at_once_lose_nothing(busy, log_in) -> None:
    one, other, draft = await log_in("mau.a"), await log_in("tinh"), draft_of(busy, "Mật ong")
    cua = await stamp(one, draft)
    assert await stamp(other, draft) == cua
    await send(other, f"/duyet/{draft}/quyet-dinh", cua=cua, lam="rejected", loi="Giá chưa rõ.")
    for address, form in (
        (f"/duyet/{draft}/quyet-dinh", {"lam": "accepted"}),
        (f"/duyet/{draft}/sua", {"c:price": "150000", "cu:price": "12-15"}),
        (f"/duyet/{draft}/gop", {"voi": "x"}),
    ):
        late = await send(one, address, cua=cua, **form)
        assert late.status_code == 409
        assert "Cán bộ Tỉnh (tinh)" in late.text
        assert "Giá chưa rõ." in late.text
        assert state_of(busy, draft) == "rejected"
    assert "150000" in (await send(one, f"/duyet/{draft}/sua", cua=cua, **{"c:price": "150000"})).text
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert editing.listed(bench) == []
    assert (
        await send(one, f"/duyet/{draft}/quyet-dinh", cua=await stamp(one, draft), lam="accepted")
    ).status_code == 303


async def test_everything_that_others_do_is_noticed(busy, tmp_path) -> None:
    draft = draft_of(busy, "Mật ong")
    said = []
    with Workbench(busy.workbench) as bench:
        mark = stamps.stamp(bench, draft)
        (number,) = review.decide(bench, [draft], "accepted", "", "A")
        said.append([e.state for e in stamps.since(bench, draft, mark)])
        mark = stamps.stamp(bench, draft)
        review.undo(bench, [number], "", "B")
        said.append([(e.state, e.by) for e in stamps.since(bench, draft, mark)])
        mark = stamps.stamp(bench, draft)
        editing.edit(bench, str(draft), {"price": "150k"}, "C", "")
        said.append([(e.state, e.words) for e in stamps.since(bench, draft, mark)])
        mark = stamps.stamp(bench, draft)
        editing.unpin(bench, str(draft), "price", "D", "")
        said.append([e.state for e in stamps.since(bench, draft, mark)])
        mark = stamps.stamp(bench, draft)
    deliver(busy, tmp_path, ROWS[0].replace("12-15", "16-17"), name="moi.csv")
    with Workbench(busy.workbench) as bench:
        said.append([e.state for e in stamps.since(bench, draft, mark)])
        assert stamps.stamp(bench, draft) != mark
    assert said == [["accepted"], [("undone", "B")], [("edit", "price: 150k")], ["withdrawn"], ["newer"]]


async def test_a_value_is_edited_in_place_and_accepted_with_it(busy, log_in) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    form = {
        "c:price": "150000",
        "cu:price": "12-15",
        "c:name": "Mật ong hoa nhãn Thử",
        "cu:name": "Mật ong hoa nhãn Thử",
    }
    await send(client, f"/duyet/{draft}/sua", cua=await stamp(client, draft), **form)
    page = page_of(await client.get(f"/duyet/{draft}"))
    assert "150.000" in words(page.xpath("//tr[th[contains(., 'Giá bán')]]")[0])
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert [(e["column"], e["words"], e["edited_by"]) for e in editing.listed(bench)] == [
            ("price", "150000", "Cán bộ Mậu A (mau.a)")
        ]
    more = {"cot": "season", "gia-tri": "tháng 5", "x:brand": "1", "duyet": "1"}
    done = await send(client, f"/duyet/{draft}/sua", cua=await stamp(client, draft), **more)
    assert done.headers["location"].startswith("/duyet?vua=")
    assert state_of(busy, draft) == "accepted"
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert {e["column"]: e["words"] for e in editing.listed(bench)} == {
            "price": "150000",
            "season": "tháng 5",
            "brand": "",
        }


@pytest.mark.parametrize(
    "form", [{"c:price": "rẻ thôi"}, {"c:khong-co": "1"}, {}, {"x:name": "1"}, {"c:images": "a.jpg"}]
)
async def test_an_edit_that_does_not_read_changes_nothing(busy, log_in, form) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    answer = await send(client, f"/duyet/{draft}/sua", cua=await stamp(client, draft), duyet="1", **form)
    assert answer.status_code in (400, 404)
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert editing.listed(bench) == []
    assert state_of(busy, draft) == "held"


async def test_an_edit_does_not_reach_beyond_a_scope(busy, tmp_path, log_in) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    away = await send(client, f"/duyet/{draft}/sua", cua=await stamp(client, draft), **{"c:commune": "04441"})
    assert (away.status_code, "sang địa bàn khác" in away.text) == (400, True)
    with Workbench(busy.workbench) as bench:
        assert editing.listed(bench) == []
        # Who has the province says where it is: from then on it is that commune's.
        editing.edit(bench, str(draft_of(busy, "Măng")), {"commune": MAU_A}, "tỉnh", "")
    assert "Măng khô Thử" in await names(client)


async def test_what_was_taken_back_or_mended_is_shown_as_such_and_not_decided(busy, log_in) -> None:
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong")
    cua = await stamp(client, draft)
    with Workbench(busy.workbench) as bench:
        (submission,) = bench.rows("SELECT submission_id FROM drafts WHERE id = ?", [draft])[0]
        review.take_back(bench, submission, "", "thử")
    page = page_of(await client.get(f"/duyet/{draft}"))
    assert "Đã rút lại" in words(page)
    assert not page.xpath("//form[contains(@action, 'quyet-dinh')]")
    assert (await send(client, f"/duyet/{draft}/quyet-dinh", cua=cua, lam="accepted")).status_code == 409
    with Workbench(busy.workbench) as bench:
        bench.db.execute("DELETE FROM taken_back")
        bench.db.execute("PRAGMA foreign_keys=OFF")
        bench.insert("continuations", ("submission_id", "continues"), [("s-mended", submission)])
    assert "Đã có bản sửa gửi lại" in words(page_of(await client.get(f"/duyet/{draft}")))
    assert await names(client) == []


async def test_products_are_joined_and_kept_apart(busy, tmp_path, log_in) -> None:
    deliver(
        busy, tmp_path, f'1,Mật ong hoa nhãn Thử loại đặc biệt,HTX Thử Một,"{HERE}",Chai 500ml,150k', name="hai.csv"
    )
    client, draft = await log_in("mau.a"), draft_of(busy, "Mật ong hoa nhãn Thử loại")
    page = page_of(await client.get(f"/duyet/{draft}"))
    (other,) = page.xpath(
        "//ul[contains(@class, 'twins')]/li[contains(., 'Mật ong hoa nhãn Thử')]//input[@name='voi']/@value"
    )
    with Workbench(busy.workbench) as bench:  # a question about two others
        row = ("product", "a", "b", "{}", 0, 0, None, "policy", "2026-01-01T00:00:00Z")
        columns = "kind from_id into_id why is_sure is_directed submission_id decided_by decided_at".split()
        bench.insert("identity_joins", columns, [row])
        (question,) = bench.rows("SELECT max(id) FROM identity_joins")[0]
    cua = await stamp(client, draft)
    assert (await send(client, f"/duyet/{draft}/gop", cua=cua, voi=other, hai=str(question))).status_code == 404
    with Workbench(busy.workbench) as bench:
        assert bench.rows("SELECT * FROM joins_undone") == []
        bench.db.execute("DELETE FROM identity_joins WHERE id = ?", [question])
    stranger = await log_in("tinh.khac")
    assert (await send(stranger, f"/duyet/{draft}/gop", cua="", voi=other)).status_code == 404
    assert (await send(client, f"/duyet/{draft}/gop", cua=await stamp(client, draft), voi=other)).status_code == 303
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert len(bench.rows("SELECT DISTINCT product_id FROM drafts WHERE name LIKE 'Mật ong hoa nhãn Thử%'")) == 1


async def test_many_are_decided_as_they_were_shown(busy, log_in) -> None:
    client = await log_in("tinh")
    two = {f"d:{draft_of(busy, name)}": "1" for name in ("Mật ong", "Quế")}
    none = await send(client, "/duyet/nhieu", lam="accepted")
    assert (none.status_code, "Chưa chọn mục nào" in none.text) == (400, True)
    page = page_of(await send(client, "/duyet/nhieu", lam="accepted", **two))
    assert "2 mục; 2 sản phẩm thay đổi. Chưa ghi gì." in words(page)
    assert "Chai 500ml" in words(page)
    assert state_of(busy, draft_of(busy, "Quế")) == "held"
    form = dict(zip(page.xpath("//main//form//input/@name"), page.xpath("//main//form//input/@value"), strict=True))
    done = await send(client, "/duyet/nhieu/lam", **form)
    assert (done.status_code, state_of(busy, draft_of(busy, "Quế"))) == (303, "accepted")
    page = page_of(await client.get(done.headers["location"]))
    assert "Đã quyết định 2 mục." in words(page)
    again = await send(client, "/duyet/nhieu/lam", **form)
    assert (again.status_code, "chưa ghi gì" in again.text) == (400, True)
    (numbers,) = page.xpath("//input[@name='so-quyet-dinh']/@value")
    await send(client, "/duyet/hoan-tac", **{"so-quyet-dinh": numbers})
    assert {state_of(busy, draft_of(busy, name)) for name in ("Mật ong", "Quế")} == {"held"}


async def test_what_is_shown_of_many_is_done_or_shown_anew_when_another_row_of_theirs_is_decided(
    home, tmp_path, log_in
) -> None:
    head = "Tên sản phẩm,Tên HTX,Địa chỉ,Quy cách,Giá bán,Bảo quản"
    for number, (pack, storage) in enumerate((("Chai 500ml", "Nơi khô"), ("Chai 250ml", "Nơi mát"))):
        path = tmp_path / f"{number}.csv"
        row = f'Mật ong hoa nhãn Thử,HTX Thử Một,"{HERE}",{pack},12-15,{storage}'
        path.write_text(f"{head}\n{row}\n", encoding="utf-8")
        receive(home, path)
    client, other = await log_in("tinh"), await log_in("mau.a")
    page = page_of(await send(client, "/duyet/nhieu", lam="accepted", **{"d:1": "1"}))
    assert "Nơi khô" in words(page)
    form = dict(zip(page.xpath("//main//form//input/@name"), page.xpath("//main//form//input/@value"), strict=True))
    await send(other, "/duyet/2/quyet-dinh", cua=await stamp(other, 2), lam="accepted")
    late = await send(client, "/duyet/nhieu/lam", **form)
    assert (late.status_code, "chưa ghi gì" in late.text, state_of(home, 1)) == (400, True, "held")
    page = page_of(await send(client, "/duyet/nhieu", lam="accepted", **{"d:1": "1"}))
    assert "Nơi khô" not in words(page)
    form = dict(zip(page.xpath("//main//form//input/@name"), page.xpath("//main//form//input/@value"), strict=True))
    assert (await send(client, "/duyet/nhieu/lam", **form)).status_code == 303
    assert state_of(home, 1) == "accepted"


async def test_all_that_is_filtered_is_decided_for_one_doubt(busy, log_in) -> None:
    client = await log_in("tinh")
    blind = await send(client, "/duyet/nhieu", lam="accepted", **{"tat-ca": "1"})
    assert (blind.status_code, "một loại nghi vấn" in blind.text) == (400, True)
    page = page_of(await send(client, "/duyet/nhieu", lam="accepted", **{"tat-ca": "1", "ly-do": "price-ambiguous"}))
    assert "2 mục;" in words(page), "what another doubt holds is left out"
    assert "1 mục còn nghi vấn khác nên để lại." in words(page)
    page = page_of(await send(client, "/duyet/nhieu", lam="rejected", loi="Ghi rõ giá.", **{"tat-ca": "1"}))
    assert "3 mục;" in words(page)
    outside = await send(client, "/duyet/nhieu", lam="accepted", **{f"d:{draft_of(busy, 'Tương')}": "1"})
    assert outside.status_code == 404


async def test_publication_runs_in_the_worker_and_says_how_it_stands(busy, log_in) -> None:
    client = await log_in("tinh")
    assert "Chưa đăng bản nào." in words(page_of(await client.get("/duyet/dang")))
    assert (await send(client, "/duyet/dang")).headers["location"] == "/duyet/dang"
    waiting = await client.get("/duyet/dang")
    assert 'http-equiv="refresh"' in waiting.text
    await send(client, "/duyet/dang")  # asked for twice it is done once
    assert work.work(busy) == 1
    page = page_of(await client.get("/duyet/dang"))
    assert "Đã đăng: 1 sản phẩm mới" in words(page)
    assert release.current(busy)
    with Workbench(busy.workbench, is_reading=True) as bench:
        assert bench.one("SELECT published_by FROM releases")[0] == "Cán bộ Tỉnh (tinh)"
    await send(client, "/duyet/dang")
    work.work(busy)
    assert "Không có gì mới để đăng." in words(page_of(await client.get("/duyet/dang")))


async def test_what_looks_odd_stops_and_an_administrator_may_say_why_it_is_right(busy, log_in) -> None:
    with Workbench(busy.workbench) as bench:
        review.decide(bench, queue.ids(bench, Wanted("held")), "accepted", "", "thử")
    release.publish(busy, "thử")
    with Workbench(busy.workbench) as bench:
        review.decide(bench, queue.ids(bench, Wanted("accepted"))[:4], "rejected", "", "thử")
    officer, administrator = await log_in("tinh"), await log_in("quan.tri")
    for client, reason, is_published in ((officer, "cứ đăng", False), (administrator, "đã hỏi xã", True)):
        await send(client, "/duyet/dang", **{"du-vay": reason})
        work.work(busy)
        page = page_of(await client.get("/duyet/dang"))
        assert ("chưa được" in words(page)) != is_published
        assert ("would disappear" in words(page)) != is_published
        assert bool(page.xpath("//input[@name='du-vay']")) == (client is administrator and not is_published)


async def test_the_sender_on_a_ticket_and_the_lapsing_star_come_first(busy) -> None:
    first, second, third = (draft_of(busy, name) for name in ("Mật ong", "Quế", "Măng"))
    with Workbench(busy.workbench) as bench:
        bench.db.execute(
            """UPDATE statements SET facts = json_set(facts, '$.expires_on', ?)
                WHERE id = (SELECT statement_id FROM delivered_rows WHERE id = ?)""",
            [today().isoformat(), third],
        )
        names = ("id", "made_at", "sender", "place", "contact", "helper", "sent_at")
        bench.insert("tickets", names, [("t", "2026-01-01", "chị", "", "", "", "2026-01-01")])
        sql = "INSERT INTO ticket_submissions SELECT 't', submission_id, 1 FROM drafts WHERE id = ?"
        bench.db.execute(sql, [second])
        found = urgency.waiting(bench, Wanted(), today(), 10)
        assert found[0].draft == third
        assert (found[0].lapses_on, found[0].points - found[1].points) == (today().isoformat(), urgency.LAPSING[1])
        assert all(one.is_asked_for for one in found), "all of one delivery"
        bench.db.execute("UPDATE submissions SET received_at = '2020-01-01T00:00:00Z'")
        assert {one.points - urgency.SENDER for one in urgency.waiting(bench, Wanted(), today(), 10)} >= {
            urgency.MOST_DAYS
        }
    assert first


async def test_officers_of_a_merged_commune_see_what_waits_in_its_successor(home, tmp_path) -> None:
    with Workbench(home.workbench) as bench:
        open_account(bench, "dien.xa", "Cán bộ Điền Xá", "commune", "22", DIEN_XA)
    deliver(home, tmp_path, '1,Chè Thử,HTX Thử Năm,"xã Điền Xá, tỉnh Quảng Ninh",Gói 100g,12-15',
            '2,Gà Thử,HTX Thử Sáu,"xã Tiên Yên, tỉnh Quảng Ninh",Con,30-35')  # fmt: skip

    def seen(login: str) -> list[str]:
        with Workbench(home.workbench, is_reading=True) as bench:
            wanted = Wanted(officer=accounts.find(bench, login))
            return sorted(row["name"] for row in queue.queue(bench, wanted))

    assert seen("dien.xa") == ["Chè Thử"]
    with reformed():
        assert seen("dien.xa") == ["Chè Thử", "Gà Thử"]
        assert seen("tinh.khac") == ["Chè Thử", "Gà Thử"]
        assert seen("mau.a") == []
