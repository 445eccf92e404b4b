"""Delivery (送达): electronic, by the job that follows the decision (行政许可法 第四十四条)."""

import uuid

from auth import SYSTEM
from engines.cases.queries import case_by_id, record_of
from engines.lifecycles import apply_transition
from kit.outbox import Job, handles


@handles("cases.deliver")
def deliver_result(job: Job) -> None:
    """Mark a decided case delivered: the result lies in the applicant's account. A repeat changes nothing."""
    case = case_by_id(job.unit, uuid.UUID(job.payload["case_id"]))
    if case.state == "done":
        apply_transition(SYSTEM, job.unit, record_of(case), "deliver", detail={"way": "electronic"})
