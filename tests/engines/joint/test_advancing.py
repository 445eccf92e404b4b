"""Several jobs that move one joint case on at once: each part is filed once, on both databases."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from engines.cases import Case
from engines.joint.advancing import advance_joint_case
from engines.joint.openings import check_openings
from tests.assembly.test_budgets import counted
from tests.product import Product
from tests.services.joint_cases.joint_filings import AFTERWARDS, file, founder, grant, part, read, settle, stands

JOBS = 4


def filed(product: Product, joint: dict[str, Any]) -> Counter[str]:
    with product.context.database.unit() as unit:
        rows = unit.rows(select(Case.matter_code).where(Case.joint_case_id == uuid.UUID(joint["id"])))
    return Counter(row.matter_code for row in rows)


def test_jobs_at_once_file_no_part_twice(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = founder(product)
    joint = file(caller)
    grant(product, part(joint, "registration")["case_id"])
    # Every job has read that the parts are ready before one of them files any.
    together = threading.Barrier(JOBS)

    def checked_together(*arguments: Any) -> Any:
        together.wait(20)
        return check_openings(*arguments)

    def advance(_number: int) -> str:
        try:
            with product.context.database.unit() as unit:
                advance_joint_case(unit, product.context, uuid.UUID(joint["id"]))
        except Exception as error:  # noqa: BLE001 -- a job that fails is tried again by the outbox
            return type(error).__name__
        return "done"

    with monkeypatch.context() as patch, ThreadPoolExecutor(JOBS) as pool:
        patch.setattr("engines.joint.advancing.check_openings", checked_together)
        outcomes = list(pool.map(advance, range(JOBS)))
    assert "done" in outcomes
    first_wave = [code for code in AFTERWARDS if code != "bank_account"]
    assert filed(product, joint) == Counter(
        {part(joint, code)["matter_code"]: 1 for code in ["registration", *first_wave]}
    )
    settle(product)
    assert set(stands(read(caller, joint)).values()) == {"done"}
    assert set(filed(product, joint).values()) == {1}
    assert set(outcomes) == {"done"}


def test_a_repeat_finds_nothing_to_do(product: Product) -> None:
    caller = founder(product)
    joint = file(caller)
    with counted(product) as sent, product.context.database.unit() as unit:
        advance_joint_case(unit, product.context, uuid.UUID(joint["id"]))
    assert read(caller, joint) == joint
    assert len(sent) <= 4, sent


def test_reading_a_joint_case_costs_the_same_for_many_parts(product: Product) -> None:
    caller = founder(product)
    joint = file(caller)
    read(caller, joint)
    with counted(product) as sent:
        read(caller, joint)
    assert len(sent) <= 5, sent
