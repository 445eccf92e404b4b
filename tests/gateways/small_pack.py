"""A pack folder of a handful of invented people, for tests that need the sandbox and not a city."""

from pathlib import Path
from typing import Any

import orjson

OFFICE = "113309000025000017"
COMPANY = "91330900MA28K1230F"
CITIZEN = "330902199001011238"
AGENT = "330903198506154324"
HONG_KONGER = "810000199205050012"
ID_CARD_TYPE = "11100000MB0300001X001"
BOOKLET_TYPE = "11100000MB0300001X002"
FUND_RESOURCE = "fund-account"
FUND_INTERFACE = "fundAccount"

_LICENCE: dict[str, Any] = {
    "type": ID_CARD_TYPE,
    "number": CITIZEN,
    "issued_on": "2020-01-01",
    "expires_on": "2040-01-01",
    "issuer": OFFICE,
    "fields": {"姓名": "林小舟", "住址": "浙江省舟山市定海区"},
}

PERSONAS: list[dict[str, Any]] = [
    {
        "persona": "lin",
        "kind": "person",
        "name": "林小舟",
        "certificate": {"kind": "resident_id", "number": CITIZEN},
        "phone": "13800000001",
        "assurance_level": 3,
        "portal_user_id": "user-lin",
        "licences": [
            _LICENCE,
            {**_LICENCE, "type": BOOKLET_TYPE, "number": "H-1", "expires_on": None},
        ],
        "shared_data": {FUND_RESOURCE: [{"account": "A-1"}]},
    },
    {
        "persona": "chan",
        "kind": "person",
        "name": "陈港生",
        "certificate": {"kind": "hmt_residence_permit", "number": HONG_KONGER},
        "phone": "13800000002",
        "assurance_level": 2,
        "portal_user_id": "user-chan",
        "licences": [],
        "shared_data": {FUND_RESOURCE: [{"account": "A-2"}, {"account": "A-3"}]},
    },
    {
        "persona": "company",
        "kind": "organisation",
        "name": "舟山示例海运有限公司",
        "certificate": {"kind": "resident_id", "number": AGENT},
        "phone": "13800000003",
        "assurance_level": 3,
        "portal_user_id": "user-agent",
        "organisation": {"name": "舟山示例海运有限公司", "uscc": COMPANY, "corp_id": "corp-1"},
        "agent": {"name": "周代办"},
        "licences": [],
        "shared_data": {},
    },
    {
        "persona": "officer",
        "kind": "officer",
        "name": "王首席",
        "officer": {"employee_code": "GE_wang", "account_id": "1001", "positions": [], "roles": []},
        "licences": [],
        "shared_data": {},
    },
]


def write_small_pack(folder: Path) -> Path:
    """Write the files that the sandbox reads, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = [{"code": FUND_RESOURCE, "gateway_code": FUND_INTERFACE}]
    _write(folder / "personas.json", PERSONAS)
    _write(folder / "departments.json", [{"uscc": OFFICE, "name": "舟山市政务服务中心"}])
    _write(folder / "data_resources.json", resources)
    _write(folder / "sms_templates.json", [{"code": "request.zh", "template": "T-1", "text": "${title}"}])
    return folder


def _write(path: Path, items: list[dict[str, Any]]) -> None:
    path.write_bytes(orjson.dumps({"items": items}, option=orjson.OPT_INDENT_2))
