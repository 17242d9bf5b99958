"""The phone's store: operations in one order over two tabs, answers kept on a full phone, nothing of another person."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
OPENED = """const { openStore } = await import("/static/inspections/phone/store.js");
const open = (id) => openStore({ id, name: "林检" }, "11111111-1111-4111-8111-11111111111" + id);
const bundle = {
  taken_at: "2026-11-25T08:00:00Z", round: { id: 3, title: "巡检" }, version: { items: [] }, limits: {},
  places: [{ code: "510903001001", name: "甲", sheet: null }, { code: "510903001002", name: "乙", sheet: null }],
};
const answer = (count) => ({ kind: "item", item: "1", answers: { 11: { count: String(count), amount: null, note: "" } }, not_applicable: false });
"""


def script(body: str) -> str:
    return f"async (given) => {{ {OPENED} {body} }}"


TAKE = script("const store = await open(7); await store.keepBundle(bundle);")
WRITE_TWENTY = script("""
  const store = await open(7);
  for (let n = 1; n <= 20; n += 1) await store.append(3, given, [answer(n)]);
  return 20;
""")
ALL = script("return (await open(7)).operations();")


def test_two_tabs_write_one_unbroken_order(open_page: Callable[..., Any]) -> None:
    first = open_page("/accounts/login/")
    second = first.context.new_page()
    second.goto(first.url)
    first.evaluate(TAKE)

    started = [
        page.evaluate_handle(f"(given) => ({{ done: ({WRITE_TWENTY})(given) }})", code)
        for page, code in ((first, "510903001001"), (second, "510903001002"), (second, "510903001001"))
    ]
    for handle in started:
        handle.evaluate("(held) => held.done")
    found = first.evaluate(ALL)

    assert [one["seq"] for one in found] == list(range(1, len(found) + 1))
    assert len({one["id"] for one in found}) == len(found) == 62
    assert [one["place"] for one in found if one["kind"] == "open"].count("510903001001") == 1
    answers = [one for one in found if one["kind"] == "item" and one["place"] == "510903001001"]
    assert answers[0]["base"] is None
    assert [one["base"] for one in answers[1:]] == [one["answers"] for one in answers[:-1]]


def test_answers_are_kept_on_a_full_phone_by_giving_up_the_reserve(open_page: Callable[..., Any]) -> None:
    page = open_page("/accounts/login/")
    devtools = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    room = {"origin": origin, "quotaSize": 1_400_000}  # the reserve, and a little
    devtools.send("Storage.overrideQuotaForOrigin", room)

    found = page.evaluate(
        script("""
      const store = await open(7);
      await store.keepBundle(bundle);
      const bytes = new Uint8Array(200_000);
      for (let at = 0; at < bytes.length; at += 50_000) crypto.getRandomValues(bytes.subarray(at, at + 50_000));
      let photos = 0, fault = "";
      while (!fault && photos < 30) {
        const sha256 = "photo" + photos;
        try {
          await store.append(3, "510903001001", [{ kind: "photo", item: "1", rule: "11", sha256 }], [{ sha256, bytes: bytes.buffer.slice(0) }]);
          photos += 1;
        } catch (error) { fault = error.name; }
      }
      let isFull = false;
      store.addEventListener("full", () => { isFull = true; });
      let answers = 0;
      for (let n = 1; n <= 120; n += 1) {
        const note = [...crypto.getRandomValues(new Uint8Array(2_000))].map((byte) => byte.toString(16)).join("");
        await store.append(3, "510903001002", [{ ...answer(n), answers: { 11: { count: "1", amount: null, note } } }]);
        answers += 1;
      }
      return { photos, fault, answers, isFull, kept: (await store.operations()).length };
    """)
    )

    assert found["fault"] == "QuotaExceededError" and found["photos"] < 30
    assert found["answers"] == 120 and found["kept"] == found["photos"] + 120 + 2
    assert found["isFull"], "the reserve was never needed: the test proves nothing"


def test_another_person_sees_and_sends_nothing_of_the_first(open_page: Callable[..., Any]) -> None:
    page = open_page("/accounts/login/")
    page.evaluate(TAKE)
    page.evaluate(WRITE_TWENTY, "510903001001")

    other = page.evaluate(
        script("const store = await open(8); return [await store.rounds(), await store.operations()];")
    )

    assert other == [[], []]


def test_what_was_answered_leaves_the_log_and_what_was_refused_stays_to_be_read(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/accounts/login/")
    page.evaluate(TAKE)

    found = page.evaluate(
        script("""
      const store = await open(7);
      const [opening, first] = await store.append(3, "510903001001", [answer(1)]);
      const [second] = await store.append(3, "510903001001", [answer(2)]);
      await store.settle({
        done: [
          { id: opening.id, seq: opening.seq, result: "done", words: "" },
          { id: first.id, seq: first.seq, result: "refused", words: "这一轮已经结束。" },
          { id: "of another", seq: second.seq, result: "done", words: "" },
        ],
        sheets: [],
      });
      return [(await store.operations()).map((one) => one.id === second.id), (await store.outcomes()).map((one) => one.words)];
    """)
    )

    assert found == [[True], ["这一轮已经结束。"]]
