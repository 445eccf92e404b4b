"""Which licence a matter's result acts on, and what becomes of it."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Row

from auth import SYSTEM, Subject
from engines.licences import (
    Effect,
    LicenceContent,
    LicenceFilter,
    carry_out_result,
    list_licences,
    take_result_back,
)
from kit.context import Context
from kit.ids import new_id
from tests.engines.subjects import somebody
from tests.engines.zhoushan import TRAFFIC_POLICE

MARK = "11100000000013127D105"


@pytest.fixture
def holder() -> Subject:
    return somebody(name="周礼文")


def grant(
    context: Context, holder: Subject, effect: Effect, named: Collection[str] = (), issuer: str = TRAFFIC_POLICE
) -> Any:
    """Carry out the result of a case and return the case as far as taking it back needs it."""
    case = SimpleNamespace(id=new_id(), number="330900202611240000017")
    content = LicenceContent(
        MARK, "机动车检验合格标志", holder.id, holder.name, issuer, "交警支队", {"号牌": "浙L"}, case.id, None
    )
    with context.database.unit() as unit:
        carry_out_result(SYSTEM, unit, context, effect, content, case.number, named)
    return case


def take_back(context: Context, case: Any) -> None:
    with context.database.unit() as unit:
        take_result_back(unit, cast("Row[Any]", case), "《行政许可法》第六十九条")


def states(context: Context, holder: Subject) -> list[tuple[str, int]]:
    """Return state and edition of every licence of a holder, oldest first."""
    with context.database.unit() as unit:
        rows = list_licences(unit, holder, LicenceFilter(), after=None, rows=20)
        return [(row.state, row.edition) for row in reversed(rows)]


def numbers(context: Context, holder: Subject) -> list[str]:
    with context.database.unit() as unit:
        return [row.number for row in reversed(list_licences(unit, holder, LicenceFilter(), after=None, rows=20))]


@pytest.mark.parametrize("effect", ["change", "reissue"])
def test_the_only_licence_is_replaced(context: Context, holder: Subject, effect: Effect) -> None:
    grant(context, holder, "issue")
    grant(context, holder, effect)
    assert states(context, holder) == [("replaced", 1), ("valid", 2)]


@pytest.mark.parametrize("effect", ["change", "reissue"])
def test_where_there_is_none_one_is_issued(context: Context, holder: Subject, effect: Effect) -> None:
    grant(context, somebody(), "issue")
    grant(context, holder, "issue", issuer="11330900002600237T")
    grant(context, holder, effect)
    assert states(context, holder) == [("valid", 1), ("valid", 1)]


def test_of_several_the_one_whose_number_the_form_names(context: Context, holder: Subject) -> None:
    for _ in range(2):
        grant(context, holder, "issue")
    grant(context, holder, "change", {numbers(context, holder)[0]})
    assert states(context, holder) == [("replaced", 1), ("valid", 1), ("valid", 2)]
    grant(context, holder, "cancel", {"别的内容"})
    assert states(context, holder) == [("replaced", 1), ("valid", 1), ("valid", 2)]


def test_a_cancellation_ends_it_and_taking_that_back_restores_it(context: Context, holder: Subject) -> None:
    grant(context, holder, "issue")
    case = grant(context, holder, "cancel")
    assert states(context, holder) == [("revoked", 1)]
    take_back(context, case)
    assert states(context, holder) == [("valid", 1)]
    take_back(context, case)
    assert states(context, holder) == [("valid", 1)]


def test_an_edition_that_was_taken_back_keeps_its_identifier(context: Context, holder: Subject) -> None:
    grant(context, holder, "issue")
    take_back(context, grant(context, holder, "change"))
    grant(context, holder, "change")
    assert states(context, holder) == [("replaced", 1), ("revoked", 2), ("valid", 3)]
