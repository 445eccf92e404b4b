"""A small city for texts of our own, and the city of the pack."""

import json
from datetime import date

from engines.proposals import Department, Duty, Proposal, Proposals, propose
from tests.engines.zhoushan import PACK, items_of

BASE = date(2019, 8, 1)
CITY, POLICE, TRANSPORT, DATA, ISLAND, ISLAND_SCHOOLS = "C", "P", "T", "D", "I", "S"
DEPARTMENTS = [
    Department(CITY, "舟山市人民政府", "市政府", None, "330900"),
    Department(POLICE, "舟山市公安局", "市公安局", CITY, "330900"),
    Department(TRANSPORT, "舟山市交通运输局", "市交通运输局", CITY, "330900"),
    Department(DATA, "舟山市大数据发展管理局", "市大数据局", CITY, "330900"),
    Department(ISLAND, "岱山县人民政府", "岱山县政府", CITY, "330921"),
    Department(ISLAND_SCHOOLS, "岱山县教育局", "岱山县教育局", ISLAND, "330921"),
]
DUTIES = [Duty(POLICE, ("视频监控", "治安")), Duty(TRANSPORT, ("公路", "客运站")), Duty(DATA, ("数据共享", "政务云"))]


def read(text: str, base: date = BASE) -> Proposals:
    return propose(text, base=base, departments=DEPARTMENTS, duties=DUTIES)


def only(text: str, base: date = BASE) -> Proposal:
    """Return the one matter that a text gives."""
    (found,) = read(text, base).proposals
    return found


def words(proposal: Proposal, kind: str) -> list[tuple[str, str]]:
    """Return the words of one kind that a proposal rests on, each with its rule."""
    return [(ground.words, ground.basis) for ground in proposal.grounds if ground.kind == kind]


def pack_departments() -> list[Department]:
    return [
        Department(item["uscc"], item["name"], item["short_name"], item["parent"], item["region"])
        for item in items_of("departments")
    ]


def pack_duties() -> list[Duty]:
    return [Duty(item["department"], tuple(item["words"])) for item in items_of("duties")]


def pack_body(name: str) -> str:
    return str(json.loads((PACK / "documents" / f"{name}.json").read_text())["body"])
