"""The shapes of a pack's files as JSON Schema; what they cannot say is in ``engines.packs.audit``."""

from typing import Any

from engines.assessment import DIRECTIONS, SOURCES
from engines.assessment import KINDS as PERIOD_KINDS
from engines.evaluations import INDICATORS, LEVEL_NAMES
from engines.indicators import BY_CODE
from engines.packs.house_shapes import HOUSE_ITEMS
from engines.packs.shaping import DAY, TEXT, USCC, a_list, an_object
from engines.policy import CODES


def _policy_value(code: str, kind: type) -> dict[str, Any]:
    value = {"type": "integer", "minimum": 0} if kind is int else TEXT
    return an_object({"code": {"const": code}, "value": value, "basis": TEXT})


_UNIT = {"enum": ["working_day", "calendar_day"]}
_LIMIT = an_object({"days": {"type": "integer", "minimum": 0}, "unit": _UNIT})
_WAY = an_object({"kind": {"enum": ["licence", "shared_data", "locker", "commitment", "upload"]}}, {"reference": TEXT})
_SPECIAL = an_object(
    {
        "kind": {
            "enum": [
                "hearing",
                "tender",
                "auction",
                "inspection",
                "testing",
                "quarantine",
                "appraisal",
                "expert_review",
            ]
        },
        "name": TEXT,
        "days": {"type": "integer", "minimum": 1},
        "holder": {"enum": ["office", "third_party", "applicant"]},
        "statute": TEXT,
    }
)
_RULE = an_object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": TEXT,
        "expression": {"type": "string", "minLength": 1, "maxLength": 500},
        "failing": TEXT,
    }
)
_SEAT = an_object({"code": TEXT, "name": TEXT, "permission": {"const": "cases.review"}}, {"department": USCC})
_POSITION = an_object({"department": TEXT, "title": TEXT, "role": TEXT, "main": {"type": "boolean"}})
#: A percentage of an indicator, or a limit for matters (each, or all together) or a joint matter.
_PLAN_LIMIT = {"code": {"type": "string", "pattern": "^[a-z_]+$"}, "name": TEXT, "name_en": TEXT, "limit": _LIMIT}
_TARGETS = [
    an_object(
        {
            "code": {"enum": list(BY_CODE)},
            "percent": {"type": "integer", "minimum": 0, "maximum": 100},
            "source": TEXT,
        }
    ),
    an_object({**_PLAN_LIMIT, "matters": a_list(TEXT, 1), "source": TEXT}, {"together": {"type": "boolean"}}),
    an_object({**_PLAN_LIMIT, "joint_matter": TEXT, "source": TEXT}),
]
_NAMED = {
    "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    "department": USCC,
    "name": TEXT,
    "name_en": TEXT,
}
_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}
_ASSESSMENT = [
    an_object(
        {
            "kind": {"const": "indicator"},
            **_NAMED,
            "definition": TEXT,
            "source": {"enum": list(SOURCES)},
            "formula": {"type": "string", "minLength": 1, "maxLength": 500},
            "direction": {"enum": list(DIRECTIONS)},
            "unit": TEXT,
        },
        {"measured_by": TEXT, "target": _DECIMAL, "baseline": _DECIMAL, "cap": _DECIMAL},
    ),
    an_object(
        {
            "kind": {"const": "scheme"},
            **_NAMED,
            "period_kind": {"enum": list(PERIOD_KINDS)},
            "appeal_days": {"type": "integer", "minimum": 0, "maximum": 366},
            "weights": a_list(an_object({"indicator": TEXT, "weight": _DECIMAL}), 1),
        },
        {"region": TEXT, "departments": {**a_list(USCC, 1), "uniqueItems": True}},
    ),
]

ITEMS: dict[str, dict[str, Any]] = {
    "regions": an_object(
        {"code": {"type": "string", "pattern": "^[0-9]{6,12}$"}, "name": TEXT, "parent": {"type": ["string", "null"]}}
    ),
    "departments": an_object(
        {"uscc": USCC, "name": TEXT, "short_name": TEXT, "region": TEXT, "parent": {"type": ["string", "null"]}},
        {"receives_through": USCC},
    ),
    "topics": an_object({"code": {"type": "string", "pattern": "^[a-z_]+$"}, "name": TEXT, "name_en": TEXT}),
    "roles": an_object({"code": TEXT, "name": TEXT, "permissions": a_list(TEXT, 1)}),
    "licence_types": an_object(
        {
            "code": {"type": "string", "pattern": "^[0-9A-Z]{21}$"},
            "name": TEXT,
            "short_name": TEXT,
            "grade": {"enum": ["L1", "L2", "L3", "L4"]},
            "fields": a_list(an_object({"name": TEXT, "title": TEXT})),
        },
        {"provisional": {"type": "boolean"}},
    ),
    "data_resources": an_object(
        {
            "code": TEXT,
            "name": TEXT,
            "department": USCC,
            "gateway_code": TEXT,
            "attribute": {"enum": ["unconditional", "conditional"]},
            "grade": {"enum": ["L1", "L2", "L3", "L4"]},
            "requires_consent": {"type": "boolean"},
            "statute": TEXT,
            "fields": a_list(an_object({"name": TEXT, "title": TEXT}), 1),
        },
        {
            "list_gateway_code": TEXT,
            # How the platform wants the interface called, where it is not as the settings say for all.
            "interface": an_object(
                {},
                {
                    "call": {"enum": ["form", "query", "json"]},
                    "catalogue": {"type": "string", "pattern": "^[0-9]+$"},
                    "segment": {"enum": ["dataSharing", "windowSystem", "national"]},
                },
            ),
        },
    ),
    "holidays": an_object({"day": DAY, "kind": {"enum": ["holiday", "makeup_workday"]}, "name": TEXT, "notice": TEXT}),
    "evaluation_options": {
        "oneOf": [
            an_object(
                {
                    "code": {"type": "string", "pattern": f"^{level}[0-9]{{2}}$"},
                    "level": {"const": level},
                    "text": TEXT,
                    "indicator": {"enum": list(INDICATORS)},
                }
            )
            for level in LEVEL_NAMES
        ]
    },
    "targets": {"oneOf": _TARGETS},
    "assessment": {"oneOf": _ASSESSMENT},
    **HOUSE_ITEMS,
    "policy": {"oneOf": [_policy_value(code, kind) for code, kind in CODES.items()]},
    "personas": {
        "type": "object",
        "properties": {
            "persona": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "kind": {"enum": ["person", "organisation", "officer"]},
            "name": TEXT,
            "certificate": {
                "type": "object",
                "properties": {"kind": TEXT, "number": TEXT},
                "required": ["kind", "number"],
            },
            "organisation": {"type": "object", "properties": {"uscc": TEXT}, "required": ["uscc"]},
            "officer": {
                "type": "object",
                "properties": {"employee_code": TEXT, "positions": a_list(_POSITION)},
                "required": ["employee_code"],
            },
        },
        "required": ["persona", "kind", "name"],
    },
}

MATTER: dict[str, Any] = an_object(
    {
        "task_code": {"type": "string", "pattern": "^[0-9A-Z]{31}$"},
        "catalog_code": {"type": "string", "pattern": "^[0-9]{12}$"},
        "name": TEXT,
        "name_en": TEXT,
        "type": {"enum": ["01", "05", "07", "08", "09", "10", "20"]},
        "topic": {"type": "string", "pattern": "^[a-z_]+$"},
        "department": USCC,
        "department_name": TEXT,
        "region": {"type": "string", "pattern": "^[0-9]{6}$"},
        "use_level": {"enum": ["1", "2", "3", "4", "5", "6", "7"]},
        "audience": a_list({"enum": ["1", "2", "3", "4", "5", "6"]}, 1),
        "livelihood": {"type": "boolean"},
        "handling_kind": {"enum": ["1", "2"]},
        "handle_forms": a_list({"enum": ["1", "2", "3", "4", "9"]}, 1),
        "online_level": {"enum": ["I", "II", "III", "IV"]},
        "visits": {"type": "integer", "minimum": 0},
        "visits_reason": TEXT,
        "assurance_level": {"enum": [1, 2, 3]},
        "legal_basis": a_list(an_object({"statute": TEXT, "article": TEXT, "text": TEXT}), 1),
        "limits": an_object(
            {"statutory": _LIMIT, "promised": _LIMIT},
            {"extension": an_object({"days": {"type": "integer", "minimum": 1}, "unit": _UNIT, "statute": TEXT})},
        ),
        "conditions": a_list(TEXT, 1),
        "materials": a_list(
            an_object(
                {
                    "code": {"type": "string", "pattern": "^M[0-9]{2}$"},
                    "name": TEXT,
                    "type": {"enum": ["1", "2", "3"]},
                    "format": {"enum": ["1", "2", "3", "4", "5", "6", "7", "8", "9"]},
                    "necessity": {"enum": ["1", "2", "3"]},
                    "source_channel": {"enum": ["10", "20", "30", "99"]},
                    "source_explain": TEXT,
                    "satisfied_by": a_list(_WAY, 1),
                },
                {
                    "tolerance_days": {"type": "integer", "minimum": 1},
                    "most_files": {"type": "integer", "minimum": 1, "maximum": 30},
                    "commitment": an_object({"verify_days": {"type": "integer", "minimum": 1}, "consequence": TEXT}),
                    "wanted_resource": an_object({"name": TEXT, "department_name": TEXT}),
                },
            )
        ),
        "fees": a_list(
            an_object(
                {"name": TEXT, "standard": TEXT, "basis": TEXT, "online_payment": {"type": "boolean"}},
                # Whole fen, where the standard is one amount for each case.
                {"amount": {"type": "integer", "minimum": 1}},
            )
        ),
        "form": {"type": "object", "required": ["$schema", "type", "properties", "additionalProperties"]},
        "form_example": {"type": "object"},
        "prefill": a_list(
            an_object(
                {
                    "pointer": {"type": "string", "pattern": "^/[a-z_]+$"},
                    "from": {"enum": ["certificate", "licence", "shared_data"]},
                    "name": TEXT,
                    "locked": {"type": "boolean"},
                },
                {"reference": TEXT},
            )
        ),
        "steps": a_list(
            an_object(
                {
                    "code": {"type": "string", "pattern": "^[a-z_]+$"},
                    "name": TEXT,
                    "mode": {"enum": ["serial", "parallel"]},
                    "countersign": {"type": "boolean"},
                    "seats": a_list(_SEAT, 1),
                }
            )
        ),
        "stages": a_list(an_object({"name": TEXT, "days": {"type": "integer", "minimum": 0}, "standard": TEXT}), 1),
        "result": an_object(
            {"kind": {"enum": ["licence", "notice"]}, "name": TEXT, "sample": TEXT},
            {
                "licence_type": TEXT,
                "effect": {"enum": ["issue", "change", "reissue", "cancel"]},
                "validity_months": {"type": ["integer", "null"], "minimum": 1},
                "fields": {"type": "object", "additionalProperties": TEXT},
            },
        ),
        "consultation_phone": {"type": "string", "pattern": "^0580-[0-9]{7,8}$"},
        "complaint_phone": {"type": "string", "pattern": "^0580-[0-9]{5,8}$"},
        "windows": a_list(an_object({"name": TEXT, "address": TEXT, "hours": TEXT}), 1),
        "faq": a_list(an_object({"question": TEXT, "answer": TEXT})),
    },
    {
        "keywords": a_list(TEXT),
        "silence": an_object({"effect": {"enum": ["granted", "refused"]}, "statute": TEXT}),
        "special_procedures": a_list(_SPECIAL),
        "agents": a_list({"enum": ["guardian", "relative", "company_agent", "lawyer"]}),
        "second_signer": an_object({"name": TEXT, "statute": TEXT}),
        "delivery_ways": a_list({"enum": ["electronic", "counter", "post"]}, 1),
        "decision_rules": a_list(_RULE, 1),
        "retention": {"enum": ["permanent", "30_years", "10_years"]},
    },
)

JOINT_MATTER: dict[str, Any] = an_object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": TEXT,
        "name_en": TEXT,
        "region": {"type": "string", "pattern": "^[0-9]{6}$"},
        "department": USCC,
        "audience": a_list({"enum": ["1", "2", "3", "4", "5", "6"]}, 1),
        "assurance_level": {"enum": [1, 2, 3]},
        "legal_basis": a_list(an_object({"statute": TEXT, "article": TEXT, "text": TEXT}), 1),
        "form": {"type": "object", "required": ["$schema", "type", "properties", "additionalProperties"]},
        "form_example": {"type": "object"},
        "materials": a_list(
            an_object(
                {
                    "code": {"type": "string", "pattern": "^J[0-9]{2}$"},
                    "name": TEXT,
                    "serves": a_list(an_object({"part": TEXT, "material": TEXT}), 1),
                }
            )
        ),
        "parts": a_list(
            an_object(
                {
                    "code": {"type": "string", "pattern": "^[a-z_]+$"},
                    "matter": TEXT,
                    "depends_on": a_list(TEXT),
                    "fields": {"type": "object", "additionalProperties": TEXT},
                },
                {"results": {"type": "object", "additionalProperties": TEXT}},
            ),
            2,
        ),
    }
)

ENTITLEMENT: dict[str, Any] = an_object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": TEXT,
        "name_en": TEXT,
        "department": USCC,
        "matter": TEXT,
        "resource": TEXT,
        "rule": an_object({"expression": {"type": "string", "minLength": 1, "maxLength": 500}, "sentence": TEXT}),
        "offer": TEXT,
        "form": {"type": "object", "additionalProperties": TEXT},
        "days": {"type": "integer", "minimum": 1, "maximum": 366},
        "period": {"enum": ["once", "year"]},
        "basis": an_object({"statute": TEXT, "article": TEXT, "text": TEXT}),
    }
)
