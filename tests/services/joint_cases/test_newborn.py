"""新生儿出生一件事 over HTTP: what the hospital reported is filled in, and five parts follow each other."""

import pytest

from tests.product import Caller, Product
from tests.services.joint_cases.joint_filings import (
    NEWBORN,
    attempt,
    file,
    grant,
    part,
    prepared,
    read,
    settle,
    stands,
)


@pytest.fixture
def mother(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


def test_nothing_need_be_brought_by_a_mother_whose_hospital_reported(mother: Caller) -> None:
    ready = prepared(mother, NEWBORN)
    assert [item["code"] for item in ready["materials"] if item["needed"]] == []
    assert ready["form"]["values"]["born_on"] == "2026-11-16"
    assert ready["form"]["sources"]["/born_on"] == "分娩信息"
    assert {"/born_on", "/sex", "/name"} <= set(ready["form"]["locked"])
    household = next(item for item in ready["parts"] if item["code"] == "birth_registration")
    birth_paper = next(item for item in household["materials"] if item["code"] == "M02")
    assert (birth_paper["satisfied_by"], birth_paper["source"]) == ("result", "birth_certificate")


def test_a_newborn_has_everything_from_one_filing(product: Product, mother: Caller) -> None:
    joint = file(mother, NEWBORN)
    assert joint["critical_path"] == ["birth_certificate", "birth_registration", "social_card"]
    grant(product, part(joint, "birth_certificate")["case_id"])
    settle(product)
    joint = read(mother, joint)
    assert stands(joint) == {
        "birth_certificate": "done",
        "vaccination": "done",
        "birth_registration": "running",
        "medical_insurance": "waiting",
        "social_card": "waiting",
    }
    grant(product, part(joint, "birth_registration")["case_id"])
    settle(product)
    joint = read(mother, joint)
    assert (stands(joint)["medical_insurance"], stands(joint)["social_card"]) == ("done", "running")
    card = part(joint, "social_card")["case_id"]
    photo = mother.upload().get_json()["id"]
    address = f"/services/v1/cases/{card}"
    tag = mother.get(address).headers["ETag"]
    mother.post(f"{address}/supplements", {"materials": [{"code": "M02", "file_ids": [photo]}]}, If_Match=tag)
    grant(product, card)
    settle(product)
    assert read(mother, joint)["state"] == "completed"


def test_a_birthday_that_the_hospital_did_not_report_is_refused(mother: Caller) -> None:
    answer = attempt(mother, NEWBORN, born_on="2026-11-17")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["/form/born_on"]


def test_what_was_handed_in_for_a_later_part_cannot_be_deleted(mother: Caller) -> None:
    photo = mother.upload().get_json()["id"]
    answer = attempt(mother, NEWBORN, materials=[{"code": "J05", "file_ids": [photo]}])
    assert answer.status_code == 201, answer.text
    deleted = mother.send("DELETE", f"/services/v1/files/{photo}")
    assert (deleted.status_code, deleted.get_json()["code"]) == (409, "file-in-use")


def test_a_father_without_a_record_types_and_uploads(product: Product) -> None:
    father = product.citizen("zhou-liwen")
    needed = {item["code"] for item in prepared(father, NEWBORN)["materials"] if item["needed"]}
    assert "J02" in needed
    joint = file(father, NEWBORN, relation="父亲")
    assert stands(joint)["birth_certificate"] == "running"
