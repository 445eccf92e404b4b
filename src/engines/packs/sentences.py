"""The rules of the audit as business staff read them, by the name of the rule."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "codes_agree": "实施编码须由部门代码、行使层级和基本编码组成，基本编码第3、4位须与事项类型一致。",
    "references_exist": "所引用的部门、区划、主题、证照类型或共享数据不存在，请核对代码。",
    "effects_have_a_licence": "变更、换发或注销证照的结果须与申请材料中的证照类型一致。",
    "seats_exist": "审查岗位所属部门不存在，请核对代码。",
    "limits_promise_no_less": "承诺期限不得长于法定期限。",
    "kind_agrees_with_limit": "即办件的承诺期限须为0天，承诺件至少1天。",
    "visits_are_explained": "到现场次数、原因、网办深度和办理形式不一致，请核对。",
    "depth_agrees_with_forms": "网办深度为Ⅳ级的，办理形式须含电脑端或移动端。",
    "results_are_named_for_what_they_are": "名称为“证”的结果须为证照，批复、通知书等为文书。",
    "livelihood_serves_people": "民生事项的服务对象须含自然人。",
    "what_is_brought_names_its_source": "须自行提交的必要材料，须写明可替代它的共享数据及提供部门。",
    "waiting_is_for_the_tolerated": "只有容缺后补的材料可以设定补交期限。",
    "fees_are_whole": "收费项目须支持网上缴费。",
    "telephones_differ": "咨询电话与投诉电话不得相同。",
    "permits_are_explained": "行政许可须有常见问题；办理环节须含受理、审核、审批、办结、送达。",
    "countersigning_has_seats": "审查步骤代码不得重复，并联步骤至少有两个岗位。",
    "materials_can_be_brought": "材料编号不得重复，每项材料须可上传或告知承诺。",
    "form_holds_its_example": "申请表须是有效的JSON Schema 2020-12、拒绝未知字段，示例须符合申请表。",
    "fields_are_introduced": "预填和结果字段须在申请表中，申请人填写的字段须有示例和顺序。",
    "rules_can_decide": "审批规则仅用于即办件、且不得有共同签署人；规则须可读，且只能使用该事项取得的信息。",
}
