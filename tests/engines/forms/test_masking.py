from engines.forms import masked_form
from engines.forms.masking import MASKED_GRADES
from tests.engines.zhoushan import DRIVING_LICENCE, PACK, matter_of


def test_personal_fields_are_masked_each_in_its_way() -> None:
    matter = matter_of(DRIVING_LICENCE)
    assert masked_form(matter["form"], matter["form_example"]) == {
        **matter["form_example"],
        "name": "林**",
        "number": "3****************5",
        "phone": "139****0001",
    }


def test_the_citys_forms_show_nothing_of_grade_l3() -> None:
    shown = 0
    for path in PACK.glob("matters/*/*.json"):
        matter = matter_of(str(path.relative_to(PACK)))
        masked = masked_form(matter["form"], matter["form_example"])
        for name, rules in matter["form"]["properties"].items():
            if rules["x-ui"].get("grade") in MASKED_GRADES and isinstance(masked.get(name), str):
                shown += 1
                assert masked[name] != matter["form_example"][name]
                assert "*" in masked[name]
    assert shown > 12


def test_masking_leaves_the_values_themselves_alone() -> None:
    matter = matter_of(DRIVING_LICENCE)
    before = dict(matter["form_example"])
    masked_form(matter["form"], matter["form_example"])
    assert matter["form_example"] == before


def test_a_field_without_a_mask_of_its_own_is_hidden_whole() -> None:
    schema = {"properties": {"address": {"x-ui": {"grade": "L4"}}, "note": {"x-ui": {"grade": "L2"}}}}
    assert masked_form(schema, {"address": "海景路88弄6幢", "note": "无"}) == {"address": "********", "note": "无"}
