"""What rules say of an application to an immediate matter (即办件): granted, refused, or left to officers (秒批).

Rules decide only where nothing was brought by hand, and everything that they read came from its source; each
outcome is written down and shown. 个人信息保护法 第二十四条: the decision is transparent, and a human reviews it on
request.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from auth import Subject, certificate_of, open_evidence
from engines.expressions import Outcome, evaluate_all, read_expression, years_between
from engines.matters import DecisionRule, MatterContent
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing


@dataclass(frozen=True)
class Ruling:
    """What the rules said; without an outcome officers decide, and ``obstacle`` says why the rules could not."""

    outcome: str | None
    reason: str
    rules: Sequence[dict[str, Any]]
    obstacle: str = ""

    def told(self) -> dict[str, Any]:
        """Return what the timeline keeps of it."""
        found: dict[str, Any] = {"rules": list(self.rules)}
        return {**found, "undecided": self.obstacle} if self.outcome is None else found


def sources_read(content: MatterContent) -> set[str]:
    """Return what a matter's rules read of the sources, as ``licence:<type>`` and ``shared_data:<resource>``."""
    kinds = {"licences": "licence", "records": "shared_data"}
    paths = {path for rule in content.decision_rules for path in read_expression(rule.expression).paths}
    return {f"{kinds[path[0]]}:{path[1]}" for path in paths if path[0] in kinds}


def rule_on(
    subject: Subject,
    unit: Unit,
    context: Context,
    content: MatterContent,
    form: Mapping[str, Any],
    by_hand: Sequence[str],
    evidence: Sequence[uuid.UUID],
) -> Ruling:
    """Hold an application of ``subject`` against the rules of its matter.

    ``by_hand`` names the materials that a human has to look at; ``evidence`` are the records that the rules read.
    """
    if by_hand:
        return Ruling(None, "", [], f"材料“{'、'.join(by_hand)}”由申请人提供或承诺，需由工作人员核对。")
    rules = content.decision_rules
    expressions = [read_expression(rule.expression) for rule in rules]
    found = open_evidence(unit, context.vault, evidence)
    values: dict[str, Any] = {
        "form": dict(form),
        "records": {code: fields for (source, code), fields in found.items() if source == "shared_data"},
        "licences": {code: fields for (source, code), fields in found.items() if source == "licence"},
        "applicant": _applicant(subject, unit, context, aged=any(("applicant", "age") in e.paths for e in expressions)),
        "today": clock.today().isoformat(),
    }
    return _ruling(rules, evaluate_all(expressions, values))


def _applicant(subject: Subject, unit: Unit, context: Context, *, aged: bool) -> dict[str, Any]:
    known: dict[str, Any] = {"kind": subject.kind, "level": subject.assurance_level}
    if aged:
        born_on = certificate_of(unit, context.vault, subject.id).born_on
        if born_on is not None:
            known["age"] = int(years_between(born_on.isoformat(), clock.today().isoformat()))
    return known


def _ruling(rules: Sequence[DecisionRule], outcomes: Iterable[Outcome]) -> Ruling:
    told = [
        {"code": rule.code, "name": rule.name, "outcome": outcome, "sentence": rule.failing * (outcome == "failed")}
        for rule, outcome in zip(rules, outcomes, strict=True)
    ]
    failed = [item["sentence"] for item in told if item["outcome"] == "failed"]
    unknown = [item["name"] for item in told if item["outcome"] == "unknown"]
    if failed:
        return Ruling("refused", "".join(failed), told)
    if unknown:
        return Ruling(None, "", told, f"“{'、'.join(unknown)}”未能自动核验，已转工作人员办理。")
    return Ruling("granted", "符合全部公开的审批规则。", told)


def ruling_answer(case: Row[Any], events: Sequence[Row[Any]]) -> dict[str, Any] | None:
    """Return what rules last said of a case, or None where none were asked."""
    event = next((item for item in reversed(events) if "rules" in item.detail), None)
    if event is None:
        return None
    return {
        "outcome": event.detail.get("outcome"),
        "undecided": event.detail.get("undecided", ""),
        "rules": event.detail["rules"],
        "at": beijing(event.at),
        "human_review": case.decided_by == "rules" and case.outcome == "refused",
    }
