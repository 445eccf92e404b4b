"""What repairs refuse: with a code and a sentence in both languages, and without a trace."""

from typing import Any

import pytest

from kit.ids import new_id
from tests.office.repairs.workshop import BASE, JPEG, TAP, WORK, Workshop, id_of, read, turn
from tests.product import PDF, Product


@pytest.fixture
def workshop(product: Product) -> Workshop:
    return Workshop(product)


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"category": "ghosts"}, 422, "/category"),
        ({"title": " "}, 422, "/title"),
        ({"place": None}, 422, "/place"),
        ({"priority": "yesterday"}, 422, "/priority"),
        ({"resource_code": "B2 0301"}, 422, "/resource_code"),
        ({"photos": ["x"]}, 422, "/photos/0"),
        ({"photos": [str(new_id()) for _ in range(10)]}, 422, "/photos"),
        ({"photos": [str(new_id())]}, 404, None),
        ({"reporter": "somebody else"}, 422, "/reporter"),
    ],
)
def test_a_report_that_cannot_be_is_refused_where_it_is_wrong(
    workshop: Workshop, changes: dict[str, Any], status: int, pointer: str | None
) -> None:
    before = workshop.reporter.get(f"{BASE}/counts").get_json()["total"]
    sentences = []
    for language in ("zh", "en"):
        answer = workshop.reporter.post(BASE, {**TAP, **changes}, Accept_Language=language)
        problem = answer.get_json()
        assert answer.status_code == status, answer.text
        assert pointer is None or pointer in [item["pointer"] for item in problem["errors"]]
        sentences.append(problem["detail"])
    assert len(set(sentences)) == 2
    assert workshop.reporter.get(f"{BASE}/counts").get_json()["total"] == before


def test_photos_are_pictures_of_ones_own_and_of_one_repair(workshop: Workshop) -> None:
    refused = [
        workshop.reporter.attach(f"{BASE}/photos", content, name, "").get_json()["code"]
        for content, name in ((PDF, "tap.pdf"), (PDF, "tap.jpg"), (b"", "tap.png"), (JPEG, "tap.exe"))
    ]
    kind, other = "file-kind-forbidden", "file-not-what-it-says"
    assert refused == [kind, other, other, kind]
    mine = workshop.photo(workshop.reporter)
    theirs = workshop.photo(workshop.plumber)
    assert workshop.reporter.post(BASE, {**TAP, "photos": [theirs]}).get_json()["code"] == "file-not-found"
    workshop.reported(photos=[mine])
    again = workshop.reporter.post(BASE, {**TAP, "photos": [mine]})
    assert (again.status_code, again.get_json()["errors"][0]["code"]) == (422, "in-use")


def test_who_may_not_report_or_dispatch_is_told_so(product: Product, workshop: Workshop) -> None:
    clerk = product.officer("officer-xu")
    assert clerk.post(BASE, TAP).get_json()["code"] == "permission-missing"
    assert clerk.attach(f"{BASE}/photos", JPEG, "tap.jpg", "").get_json()["code"] == "permission-missing"
    repair_id = workshop.reported()
    assert workshop.reporter.get(f"{BASE}/{repair_id}/technicians").status_code == 403
    hands: dict[str, Any] = {"technician_id": id_of(workshop.plumber)}
    assert turn(workshop.plumber, repair_id, "dispatches", hands, 403)["code"] == "not-your-turn"
    for unfit in (
        {},
        {**hands, "firm": "某公司"},
        {"technician_id": str(new_id())},
        {"technician_id": id_of(workshop.reporter)},
        {"technician_id": id_of(workshop.supervisor)},
    ):
        assert turn(workshop.dispatcher, repair_id, "dispatches", unfit, 422)["code"] == "ticket-unfit"
    assert turn(workshop.dispatcher, repair_id, "refusal", {"reason": "不归我们管"}, 422)["errors"][0]["pointer"] == (
        "/turn_to"
    )
    path = f"{BASE}/{repair_id}/dispatches"
    assert workshop.dispatcher.post(path, hands).status_code == 428
    assert workshop.dispatcher.post(path, hands, If_Match='"7"').get_json()["code"] == "stale-version"
    assert read(workshop.reporter, repair_id)["version"] == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"labour_fen": -1}, "/labour_fen"),
        ({"labour_fen": 10**17}, "/labour_fen"),
        ({"labour_fen": 1.5}, "/labour_fen"),
        ({"parts": [{"name": "阀", "quantity": 0, "price_fen": 1}]}, "/parts/0/quantity"),
        ({"parts": [{"name": "阀", "quantity": 1, "price_fen": -5}]}, "/parts/0/price_fen"),
        ({"parts": [{"name": "", "quantity": 1, "price_fen": 5}]}, "/parts/0/name"),
        ({"work": ""}, "/work"),
    ],
)
def test_work_that_cannot_be_is_refused(workshop: Workshop, changes: dict[str, Any], pointer: str) -> None:
    repair_id = workshop.dispatched()
    assert turn(workshop.plumber, repair_id, "completion", WORK, 409)["code"] == "transition-forbidden"
    turn(workshop.plumber, repair_id, "arrival", {})
    problem = turn(workshop.plumber, repair_id, "completion", {**WORK, **changes}, 422)
    assert pointer in [item["pointer"] for item in problem["errors"]]
    after = read(workshop.plumber, repair_id)
    assert (after["state"], after["works"]) == ("in_progress", [])


@pytest.mark.parametrize("rating", [0, 6, "5", 4.5, None, True])
def test_a_rating_is_a_whole_number_from_one_to_five(workshop: Workshop, rating: object) -> None:
    repair_id = workshop.completed()
    turn(workshop.reporter, repair_id, "acceptance", {"rating": rating}, 422)
    assert read(workshop.reporter, repair_id)["state"] == "completed"
