"""Finding a matter as a person does: by a word, by a topic, with fields left empty."""

from typing import Any

import pytest

from tests.engines.zhoushan import MATTERS
from tests.product import Product


def _found(product: Product, **asked: object) -> list[dict[str, Any]]:
    return product.anybody().every("/services/v1/matters", **asked)


@pytest.mark.parametrize("word", ["公积金", "社保", "户籍", "车辆", "驾驶人", "出入境", "不动产登记", "二手房", "护照"])
def test_the_words_that_people_use_find_something(product: Product, word: str) -> None:
    assert _found(product, q=word)


def test_a_topic_is_named_by_its_code_or_its_name(product: Product) -> None:
    topics = product.anybody().get("/services/v1/matters/topics").get_json()["items"]
    assert {topic["name"] for topic in topics} >= {"公积金", "社保", "户籍", "车辆和驾驶人", "出入境", "不动产登记"}
    for topic in topics:
        by_code = _found(product, topic=topic["code"])
        assert len(by_code) == topic["matters"] >= 2
        assert _found(product, topic=topic["name"]) == by_code


def test_a_field_left_empty_asks_nothing(product: Product) -> None:
    assert len(_found(product, q="", topic="", cursor="")) == MATTERS


def test_nothing_found_names_topics_to_look_into(product: Product) -> None:
    page = product.anybody().get("/services/v1/matters", query_string={"q": "登月"}).get_json()
    assert page["items"] == []
    assert "公积金" in page["suggestions"]


def test_pages_hold_every_matter_once(product: Product) -> None:
    seen, cursor = [], ""
    for _ in range(MATTERS):
        page = product.anybody().get("/services/v1/matters", query_string={"limit": 5, "cursor": cursor}).get_json()
        seen += [item["code"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == MATTERS


def test_what_the_caller_has_is_not_sent_again(product: Product) -> None:
    first = product.anybody().get("/services/v1/matters")
    again = product.anybody().get("/services/v1/matters", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nothing_is_fetched_for_a_matter_that_is_not_for_this_subject(product: Product) -> None:
    company, person = product.citizen("haiyun-design"), product.citizen("anna-lindqvist")
    for caller, word in ((company, "驾驶证期满"), (person, "单位住房公积金")):
        code = _found(product, q=word)[0]["code"]
        answer = caller.get(f"/services/v1/matters/{code}/preparation")
        assert (answer.status_code, answer.get_json()["code"]) == (403, "matter-not-for-this-subject")
        uses = caller.every("/services/v1/data-uses")
        assert code not in {use["matter_code"] for use in uses}
