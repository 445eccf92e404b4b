"""The shapes of a pack's files as JSON Schema; what they cannot say is in ``engines.packs.audit``."""

from typing import Any

from engines.assessment import DIRECTIONS, SOURCES
from engines.assessment import KINDS as PERIOD_KINDS
from engines.documents import FORMS, KINDS
from engines.evaluations import INDICATORS, LEVEL_NAMES
from engines.indicators import BY_CODE
from engines.policy import CODES
from engines.tickets import PRIORITIES, STEPS

_TEXT = {"type": "string", "minLength": 1}
_USCC = {"type": "string", "format": "uscc"}
_DAY = {"type": "string", "format": "date"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(item: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": least}


def _policy_value(code: str, kind: type) -> dict[str, Any]:
    value = {"type": "integer", "minimum": 0} if kind is int else _TEXT
    return _object({"code": {"const": code}, "value": value, "basis": _TEXT})


_UNIT = {"enum": ["working_day", "calendar_day"]}
_LIMIT = _object({"days": {"type": "integer", "minimum": 0}, "unit": _UNIT})
_WAY = _object({"kind": {"enum": ["licence", "shared_data", "locker", "commitment", "upload"]}}, {"reference": _TEXT})
_SPECIAL = _object(
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
        "name": _TEXT,
        "days": {"type": "integer", "minimum": 1},
        "holder": {"enum": ["office", "third_party", "applicant"]},
        "statute": _TEXT,
    }
)
_RULE = _object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": _TEXT,
        "expression": {"type": "string", "minLength": 1, "maxLength": 500},
        "failing": _TEXT,
    }
)
_SEAT = _object({"code": _TEXT, "name": _TEXT, "permission": {"const": "cases.review"}}, {"department": _USCC})
_POSITION = _object({"department": _TEXT, "title": _TEXT, "role": _TEXT, "main": {"type": "boolean"}})
#: A percentage of an indicator, or a limit for matters (each, or all together) or a joint matter.
_PLAN_LIMIT = {"code": {"type": "string", "pattern": "^[a-z_]+$"}, "name": _TEXT, "name_en": _TEXT, "limit": _LIMIT}
_TARGETS = [
    _object(
        {
            "code": {"enum": list(BY_CODE)},
            "percent": {"type": "integer", "minimum": 0, "maximum": 100},
            "source": _TEXT,
        }
    ),
    _object({**_PLAN_LIMIT, "matters": _list(_TEXT, 1), "source": _TEXT}, {"together": {"type": "boolean"}}),
    _object({**_PLAN_LIMIT, "joint_matter": _TEXT, "source": _TEXT}),
]
_NAMED = {
    "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    "department": _USCC,
    "name": _TEXT,
    "name_en": _TEXT,
}
#: What is broken waits for months at most, and never for nothing.
_HOURS = {"type": "number", "exclusiveMinimum": 0, "maximum": 2000}
_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}
_ASSESSMENT = [
    _object(
        {
            "kind": {"const": "indicator"},
            **_NAMED,
            "definition": _TEXT,
            "source": {"enum": list(SOURCES)},
            "formula": {"type": "string", "minLength": 1, "maxLength": 500},
            "direction": {"enum": list(DIRECTIONS)},
            "unit": _TEXT,
        },
        {"measured_by": _TEXT, "target": _DECIMAL, "baseline": _DECIMAL, "cap": _DECIMAL},
    ),
    _object(
        {
            "kind": {"const": "scheme"},
            **_NAMED,
            "period_kind": {"enum": list(PERIOD_KINDS)},
            "appeal_days": {"type": "integer", "minimum": 0, "maximum": 366},
            "weights": _list(_object({"indicator": _TEXT, "weight": _DECIMAL}), 1),
        },
        {"region": _TEXT, "departments": {**_list(_USCC, 1), "uniqueItems": True}},
    ),
]

ITEMS: dict[str, dict[str, Any]] = {
    "regions": _object(
        {"code": {"type": "string", "pattern": "^[0-9]{6,12}$"}, "name": _TEXT, "parent": {"type": ["string", "null"]}}
    ),
    "departments": _object(
        {"uscc": _USCC, "name": _TEXT, "short_name": _TEXT, "region": _TEXT, "parent": {"type": ["string", "null"]}},
        {"receives_through": _USCC},
    ),
    "topics": _object({"code": {"type": "string", "pattern": "^[a-z_]+$"}, "name": _TEXT, "name_en": _TEXT}),
    "roles": _object({"code": _TEXT, "name": _TEXT, "permissions": _list(_TEXT, 1)}),
    "licence_types": _object(
        {
            "code": {"type": "string", "pattern": "^[0-9A-Z]{21}$"},
            "name": _TEXT,
            "short_name": _TEXT,
            "grade": {"enum": ["L1", "L2", "L3", "L4"]},
            "fields": _list(_object({"name": _TEXT, "title": _TEXT})),
        },
        {"provisional": {"type": "boolean"}},
    ),
    "data_resources": _object(
        {
            "code": _TEXT,
            "name": _TEXT,
            "department": _USCC,
            "gateway_code": _TEXT,
            "attribute": {"enum": ["unconditional", "conditional"]},
            "grade": {"enum": ["L1", "L2", "L3", "L4"]},
            "requires_consent": {"type": "boolean"},
            "statute": _TEXT,
            "fields": _list(_object({"name": _TEXT, "title": _TEXT}), 1),
        },
        {
            "list_gateway_code": _TEXT,
            # How the platform wants the interface called, where it is not as the settings say for all.
            "interface": _object(
                {},
                {
                    "call": {"enum": ["form", "query", "json"]},
                    "catalogue": {"type": "string", "pattern": "^[0-9]+$"},
                    "segment": {"enum": ["dataSharing", "windowSystem", "national"]},
                },
            ),
        },
    ),
    "holidays": _object({"day": _DAY, "kind": {"enum": ["holiday", "makeup_workday"]}, "name": _TEXT, "notice": _TEXT}),
    "evaluation_options": {
        "oneOf": [
            _object(
                {
                    "code": {"type": "string", "pattern": f"^{level}[0-9]{{2}}$"},
                    "level": {"const": level},
                    "text": _TEXT,
                    "indicator": {"enum": list(INDICATORS)},
                }
            )
            for level in LEVEL_NAMES
        ]
    },
    "targets": {"oneOf": _TARGETS},
    "assessment": {"oneOf": _ASSESSMENT},
    "document_registers": _object(
        {
            # 机关代字, as it stands before 〔2026〕.
            "code": {"type": "string", "pattern": "^[一-龥]{2,20}$"},
            "department": _USCC,
            "mark": _TEXT,
            "form": {"enum": list(FORMS)},
            "kinds": _list({"enum": list(KINDS)}, 1),
            "gapless": {"type": "boolean"},
        }
    ),
    "organ_lists": _object(
        {
            "code": {"type": "string", "pattern": "^[a-z_]+$"},
            "name": _TEXT,
            "department": _TEXT,
            "members": {**_list(_USCC, 1), "uniqueItems": True},
        }
    ),
    "forbidden_words": _object(
        {"department": _TEXT, "words": {**_list(_object({"word": _TEXT, "advice": _TEXT}), 1), "uniqueItems": True}}
    ),
    # A single character stands in too many other words.
    "duties": _object(
        {"department": _USCC, "words": {**_list({"type": "string", "minLength": 2}, 1), "uniqueItems": True}}
    ),
    "repair_categories": _object(
        {
            "code": _NAMED["code"],
            "name": _TEXT,
            "department": _USCC,
            "hours": _object({priority: _object(dict.fromkeys(STEPS, _HOURS)) for priority in PRIORITIES}),
        }
    ),
    "policy": {"oneOf": [_policy_value(code, kind) for code, kind in CODES.items()]},
    "personas": {
        "type": "object",
        "properties": {
            "persona": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "kind": {"enum": ["person", "organisation", "officer"]},
            "name": _TEXT,
            "certificate": {
                "type": "object",
                "properties": {"kind": _TEXT, "number": _TEXT},
                "required": ["kind", "number"],
            },
            "organisation": {"type": "object", "properties": {"uscc": _TEXT}, "required": ["uscc"]},
            "officer": {
                "type": "object",
                "properties": {"employee_code": _TEXT, "positions": _list(_POSITION)},
                "required": ["employee_code"],
            },
        },
        "required": ["persona", "kind", "name"],
    },
}

MATTER: dict[str, Any] = _object(
    {
        "task_code": {"type": "string", "pattern": "^[0-9A-Z]{31}$"},
        "catalog_code": {"type": "string", "pattern": "^[0-9]{12}$"},
        "name": _TEXT,
        "name_en": _TEXT,
        "type": {"enum": ["01", "05", "07", "08", "09", "10", "20"]},
        "topic": {"type": "string", "pattern": "^[a-z_]+$"},
        "department": _USCC,
        "department_name": _TEXT,
        "region": {"type": "string", "pattern": "^[0-9]{6}$"},
        "use_level": {"enum": ["1", "2", "3", "4", "5", "6", "7"]},
        "audience": _list({"enum": ["1", "2", "3", "4", "5", "6"]}, 1),
        "livelihood": {"type": "boolean"},
        "handling_kind": {"enum": ["1", "2"]},
        "handle_forms": _list({"enum": ["1", "2", "3", "4", "9"]}, 1),
        "online_level": {"enum": ["I", "II", "III", "IV"]},
        "visits": {"type": "integer", "minimum": 0},
        "visits_reason": _TEXT,
        "assurance_level": {"enum": [1, 2, 3]},
        "legal_basis": _list(_object({"statute": _TEXT, "article": _TEXT, "text": _TEXT}), 1),
        "limits": _object(
            {"statutory": _LIMIT, "promised": _LIMIT},
            {"extension": _object({"days": {"type": "integer", "minimum": 1}, "unit": _UNIT, "statute": _TEXT})},
        ),
        "conditions": _list(_TEXT, 1),
        "materials": _list(
            _object(
                {
                    "code": {"type": "string", "pattern": "^M[0-9]{2}$"},
                    "name": _TEXT,
                    "type": {"enum": ["1", "2", "3"]},
                    "format": {"enum": ["1", "2", "3", "4", "5", "6", "7", "8", "9"]},
                    "necessity": {"enum": ["1", "2", "3"]},
                    "source_channel": {"enum": ["10", "20", "30", "99"]},
                    "source_explain": _TEXT,
                    "satisfied_by": _list(_WAY, 1),
                },
                {
                    "tolerance_days": {"type": "integer", "minimum": 1},
                    "most_files": {"type": "integer", "minimum": 1, "maximum": 30},
                    "commitment": _object({"verify_days": {"type": "integer", "minimum": 1}, "consequence": _TEXT}),
                    "wanted_resource": _object({"name": _TEXT, "department_name": _TEXT}),
                },
            )
        ),
        "fees": _list(
            _object(
                {"name": _TEXT, "standard": _TEXT, "basis": _TEXT, "online_payment": {"type": "boolean"}},
                # Whole fen, where the standard is one amount for each case.
                {"amount": {"type": "integer", "minimum": 1}},
            )
        ),
        "form": {"type": "object", "required": ["$schema", "type", "properties", "additionalProperties"]},
        "form_example": {"type": "object"},
        "prefill": _list(
            _object(
                {
                    "pointer": {"type": "string", "pattern": "^/[a-z_]+$"},
                    "from": {"enum": ["certificate", "licence", "shared_data"]},
                    "name": _TEXT,
                    "locked": {"type": "boolean"},
                },
                {"reference": _TEXT},
            )
        ),
        "steps": _list(
            _object(
                {
                    "code": {"type": "string", "pattern": "^[a-z_]+$"},
                    "name": _TEXT,
                    "mode": {"enum": ["serial", "parallel"]},
                    "countersign": {"type": "boolean"},
                    "seats": _list(_SEAT, 1),
                }
            )
        ),
        "stages": _list(_object({"name": _TEXT, "days": {"type": "integer", "minimum": 0}, "standard": _TEXT}), 1),
        "result": _object(
            {"kind": {"enum": ["licence", "notice"]}, "name": _TEXT, "sample": _TEXT},
            {
                "licence_type": _TEXT,
                "effect": {"enum": ["issue", "change", "reissue", "cancel"]},
                "validity_months": {"type": ["integer", "null"], "minimum": 1},
                "fields": {"type": "object", "additionalProperties": _TEXT},
            },
        ),
        "consultation_phone": {"type": "string", "pattern": "^0580-[0-9]{7,8}$"},
        "complaint_phone": {"type": "string", "pattern": "^0580-[0-9]{5,8}$"},
        "windows": _list(_object({"name": _TEXT, "address": _TEXT, "hours": _TEXT}), 1),
        "faq": _list(_object({"question": _TEXT, "answer": _TEXT})),
    },
    {
        "keywords": _list(_TEXT),
        "silence": _object({"effect": {"enum": ["granted", "refused"]}, "statute": _TEXT}),
        "special_procedures": _list(_SPECIAL),
        "agents": _list({"enum": ["guardian", "relative", "company_agent", "lawyer"]}),
        "second_signer": _object({"name": _TEXT, "statute": _TEXT}),
        "delivery_ways": _list({"enum": ["electronic", "counter", "post"]}, 1),
        "decision_rules": _list(_RULE, 1),
        "retention": {"enum": ["permanent", "30_years", "10_years"]},
    },
)

JOINT_MATTER: dict[str, Any] = _object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": _TEXT,
        "name_en": _TEXT,
        "region": {"type": "string", "pattern": "^[0-9]{6}$"},
        "department": _USCC,
        "audience": _list({"enum": ["1", "2", "3", "4", "5", "6"]}, 1),
        "assurance_level": {"enum": [1, 2, 3]},
        "legal_basis": _list(_object({"statute": _TEXT, "article": _TEXT, "text": _TEXT}), 1),
        "form": {"type": "object", "required": ["$schema", "type", "properties", "additionalProperties"]},
        "form_example": {"type": "object"},
        "materials": _list(
            _object(
                {
                    "code": {"type": "string", "pattern": "^J[0-9]{2}$"},
                    "name": _TEXT,
                    "serves": _list(_object({"part": _TEXT, "material": _TEXT}), 1),
                }
            )
        ),
        "parts": _list(
            _object(
                {
                    "code": {"type": "string", "pattern": "^[a-z_]+$"},
                    "matter": _TEXT,
                    "depends_on": _list(_TEXT),
                    "fields": {"type": "object", "additionalProperties": _TEXT},
                },
                {"results": {"type": "object", "additionalProperties": _TEXT}},
            ),
            2,
        ),
    }
)

ENTITLEMENT: dict[str, Any] = _object(
    {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": _TEXT,
        "name_en": _TEXT,
        "department": _USCC,
        "matter": _TEXT,
        "resource": _TEXT,
        "rule": _object({"expression": {"type": "string", "minLength": 1, "maxLength": 500}, "sentence": _TEXT}),
        "offer": _TEXT,
        "form": {"type": "object", "additionalProperties": _TEXT},
        "days": {"type": "integer", "minimum": 1, "maximum": 366},
        "period": {"enum": ["once", "year"]},
        "basis": _object({"statute": _TEXT, "article": _TEXT, "text": _TEXT}),
    }
)
