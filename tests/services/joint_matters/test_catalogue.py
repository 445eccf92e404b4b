"""The catalogue of joint matters over HTTP."""

from tests.product import Product


def test_both_joint_matters_are_listed_and_read(product: Product) -> None:
    anybody = product.citizen()
    items = anybody.get("/services/v1/joint_matters").get_json()["items"]
    assert {item["code"]: item["parts"] for item in items} == {"enterprise_opening": 6, "newborn": 5}
    found = anybody.get("/services/v1/joint_matters/newborn").get_json()
    assert found["name"] == "新生儿出生一件事"
    assert found["form"]["properties"]["child_name"]["title"] == "新生儿姓名"
    depends = {part["code"]: part["depends_on"] for part in found["parts"]}
    assert depends["medical_insurance"] == ["birth_certificate", "birth_registration"]


def test_the_preparation_asks_for_each_thing_once(product: Product) -> None:
    ready = product.citizen("he-yuanhang").get("/services/v1/joint_matters/enterprise_opening/preparation").get_json()
    statuses = {item["code"]: (item["needed"], item["status"]) for item in ready["materials"]}
    assert statuses == {
        "J01": (False, "available"),
        "J02": (True, "to_upload"),
        "J03": (True, "to_commit"),
        "J04": (True, "to_upload"),
    }
    assert ready["form"]["values"] == {"name": "何远航", "number": "33090219880612151X"}
    assert sorted(ready["form"]["locked"]) == ["/name", "/number"]
    assert ready["sources_down"] == []
    assert len(ready["parts"]) == 6
