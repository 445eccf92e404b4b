"""The two records of the platform, with its field names."""

from dataclasses import dataclass
from typing import Any

Fields = dict[str, Any]
#: Below this the platform wants to know why.
WHY_BELOW = 3
NO_WORDS = "评价人未填写具体原因"


@dataclass(frozen=True)
class ServiceRecord:
    """What was served: the matter, the case, the office, whom; moments are ``yyyy-MM-dd HH:mm:ss`` in Beijing time."""

    task_code: str
    area_code: str
    task_name: str
    task_type: str
    project_number: str
    department_code: str
    department_name: str
    accepted_at: str | None
    finished_at: str | None
    organisation: bool
    user_name: str
    card_type: str
    card_number: str
    mobile: str
    manager: str
    service_number: int
    served_at: str | None
    project_type: str
    promised_days: int
    statutory_days: int
    promise_time: str
    channel: str

    def fields(self) -> Fields:
        """Return the record; an organisation states its credit code as well."""
        code = self.card_number if self.organisation else ""
        return {
            "taskCode": self.task_code,
            # 12 digits: the division of GB/T 2260, filled up.
            "areaCode": self.area_code.ljust(12, "0"),
            "taskName": self.task_name,
            "taskType": self.task_type,
            "projectNo": self.project_number,
            "projectName": self.task_name,
            "proStatus": "3",
            "orgcode": self.department_code,
            "orgName": self.department_name,
            "deptCode": self.department_code,
            "acceptDate": self.accepted_at,
            "resultDate": self.finished_at,
            "userProp": "2" if self.organisation else "1",
            "userName": self.user_name,
            "userPageType": self.card_type,
            "certKey": self.card_number,
            "certKeyGOV": code,
            "creditType": self.card_type if self.organisation else "",
            "creditNum": code,
            "mobile": self.mobile,
            "proManager": self.manager,
            "serviceName": self.task_name,
            "serviceNumber": self.service_number,
            "serviceTime": self.served_at,
            "projectType": self.project_type,
            "promiseDay": self.promised_days,
            "anticipateDay": self.statutory_days,
            "promiseTime": self.promise_time,
            "proChannel": self.channel,
        }


@dataclass(frozen=True)
class EvaluationRecord:
    """One evaluation, on the national scale: 5 is best. ``name`` is empty for who does not want to be named."""

    project_number: str
    service_number: int
    task_type: str
    level: int
    channel: str
    name: str
    tags: tuple[str, ...]
    text: str
    evaluated_at: str | None

    def fields(self) -> Fields:
        """Return the record; a bad one without a tag or a word says that there is none."""
        wordless = self.level < WHY_BELOW and not self.tags and not self.text
        return {
            "projectNo": self.project_number,
            "serviceNumber": self.service_number,
            "taskType": self.task_type,
            "satisfaction": self.level,
            "pf": self.channel,
            "name": self.name,
            "evalDetail": ",".join(self.tags),
            "writingEvaluation": NO_WORDS if wordless else self.text,
            "assessTime": self.evaluated_at,
        }
