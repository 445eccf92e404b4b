"""An entitlement as the pack says it: who, by which list and rule, is offered what, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from engines.expressions import Expression, read_expression
from kit import clock

Period = Literal["once", "year"]
ONCE = "once"


@dataclass(frozen=True)
class Entitlement:
    """One entitlement: the matter that grants it, the list that is gone through, the rule over each line of it."""

    code: str
    name: str
    matter_code: str
    department: str
    resource: str
    resource_name: str
    expression: Expression
    #: Why somebody is entitled, and what they are told.
    sentence: str
    text: str
    #: Fields of the form by fields of the record, and the record's fields with their titles.
    form: Mapping[str, str]
    titles: Mapping[str, str]
    days: int
    period: Period
    statute: str

    def period_of(self, day: date) -> str:
        """Return the period in which a day lies; within one a person is asked once."""
        return str(day.year) if self.period == "year" else ONCE

    def since(self, day: date) -> datetime | None:
        """Return from when a grant counts for the period of a day; None for ever."""
        return clock.start_of(date(day.year, 1, 1)) if self.period == "year" else None

    def why(self, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the fields of a record that the rule reads."""
        read = sorted(path[1] for path in self.expression.paths if path[0] == "record")
        return [{"name": name, "title": self.titles.get(name, name), "value": record.get(name)} for name in read]


def read_entitlement(content: Mapping[str, Any]) -> Entitlement:
    """Return an entitlement's JSON as values; the pack's validation has been here before."""
    basis = content["basis"]
    return Entitlement(
        code=content["code"],
        name=content["name"],
        matter_code=content["matter"],
        department=content["department"],
        resource=content["resource"],
        resource_name=content["resource_name"],
        expression=read_expression(content["rule"]["expression"]),
        sentence=content["rule"]["sentence"],
        text=content["offer"],
        form=content["form"],
        titles=content["titles"],
        days=content["days"],
        period=content["period"],
        statute=f"《{basis['statute']}》{basis['article']}",
    )
