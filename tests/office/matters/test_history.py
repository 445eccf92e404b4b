"""The catalogue as its keepers read it, over HTTP."""

from tests.product import RENEWAL, Product

MATTERS = "/office/v1/matters"


def test_a_matter_says_where_it_stands_and_came_from(product: Product) -> None:
    officer = product.officer()
    found = officer.get(f"{MATTERS}/{RENEWAL}").get_json()
    assert (found["status"], found["revision"]["origin"], found["revision"]["in_force"]) == ("in_force", "pack", True)
    assert "topic_name" not in found["revision"]["content"]
    seal = officer.get(f"{MATTERS}/11330900002600237T3331009003001").get_json()
    assert [item["code"] for item in seal["joint_matters"]] == ["enterprise_opening"]


def test_revisions_are_read_and_compared(product: Product) -> None:
    officer = product.officer()
    number = officer.get(f"{MATTERS}/{RENEWAL}").get_json()["revision"]["revision"]
    read = officer.get(f"{MATTERS}/{RENEWAL}/revisions/{number}").get_json()
    assert read["content"]["task_code"] == RENEWAL
    same = officer.get(f"{MATTERS}/{RENEWAL}/differences", query_string={"earlier": number, "later": number})
    assert same.get_json()["differences"] == []
    listed = officer.get(f"{MATTERS}/{RENEWAL}/revisions").get_json()["items"]
    assert listed[0]["revision"] == number


def test_the_catalogue_is_listed_by_department_in_pages(product: Product) -> None:
    officer = product.officer()
    query: dict[str, object] = {"department": "11330900002600341Y", "status": "in_force", "limit": 1}
    first = officer.get(MATTERS, query_string=query).get_json()
    second = officer.get(MATTERS, query_string={**query, "cursor": first["next_cursor"]}).get_json()
    assert first["items"][0]["code"] < second["items"][0]["code"]
    assert {item["department"] for item in first["items"] + second["items"]} == {"11330900002600341Y"}


def test_what_is_not_there_is_said_to_be_so(product: Product) -> None:
    officer = product.officer()
    for address in (
        f"{MATTERS}/nothing",
        f"{MATTERS}/nothing/revisions",
        f"{MATTERS}/{RENEWAL}/revisions/99",
        f"{MATTERS}/{RENEWAL}/revisions/99999999999999999999",
        f"{MATTERS}/{RENEWAL}/differences?earlier=1&later=99",
    ):
        answer = officer.get(address)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "revision-unknown"), address
    assert officer.get(f"{MATTERS}/{RENEWAL}/differences?earlier=0&later=1").status_code == 422
