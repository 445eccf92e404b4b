"""What each service of ``atg.biz.affair`` is told, with the field names of the bus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit import clock

#: 期限单位: 1 working days, 2 months, 3 years, 4 days.
WORKING_DAYS = "1"
#: 送达方式: over the counter, to the home, or none since it is electronic.
DELIVERY_TYPES = {"counter": "DAO", "post": "DTO", "electronic": "NONE"}

Fields = dict[str, Any]


@dataclass(frozen=True)
class Contact:
    """Who acts for the applicant, or the applicant: name, certificate (the bus's type code), phone, our id."""

    name: str
    card_type: str = ""
    card_number: str = ""
    phone: str = ""
    uid: str = ""


@dataclass(frozen=True)
class NumberWanted:
    """统一赋码: the basic item code, the place, the applicant, the origin, and our own id of the case."""

    item_code: str
    department_code: str
    area_code: str
    applicant: Fields
    origin: str
    case_id: str

    def fields(self) -> Fields:
        """Return what ``unicode.generate`` is told beside what stands in the settings."""
        return {
            "serviceCodeId": self.item_code,
            "deptId": self.department_code,
            "areaCode": self.area_code,
            "applyName": self.applicant["applyName"],
            "applyCardType": self.applicant["applyCardType"],
            "applyCardNumber": self.applicant["applyCardNo"],
            "applicantUid": self.applicant["applyUid"],
            "applyForm": self.origin,
            "relBusId": self.case_id,
        }


@dataclass(frozen=True)
class Receipt:
    """收件: what was applied for, by whom, with what; codes are those of the bus."""

    matter_code: str
    project_name: str
    affair_type: str
    approve_type: str
    biz_type: str
    origin: str
    applied_at: datetime
    case_id: str
    form: Mapping[str, Any]
    applicant: Fields
    materials: Sequence[Fields]

    def fields(self) -> Fields:
        """Return what ``receive`` is told."""
        return {
            "matterCode": self.matter_code,
            "projectName": self.project_name,
            "affairType": self.affair_type,
            "approveType": self.approve_type,
            "bizType": self.biz_type,
            "applyOrigin": self.origin,
            "gmtApply": wire_time(self.applied_at),
            "relBizId": self.case_id,
            "affFormInfo": dict(self.form),
            "applicantVO": self.applicant,
            "suffInfoList": list(self.materials),
        }


@dataclass(frozen=True)
class Rated:
    """评价; ``level_on_bus`` is 1 for the best and 5 for the worst, the reverse of the national scale."""

    project_name: str
    matter_code: str
    level_on_bus: int
    content: str
    anonymous: bool
    origin: str
    department_code: str
    evaluated_at: datetime
    user_id: str = ""
    user_name: str = ""

    def fields(self) -> Fields:
        """Return what ``eval.eval`` is told; who is anonymous is not named."""
        return {
            "projName": self.project_name,
            "matCode": self.matter_code,
            "satisfyLevel": self.level_on_bus,
            "content": self.content,
            "isAnonymous": "1" if self.anonymous else "0",
            "origin": self.origin,
            "userId": "" if self.anonymous else self.user_id,
            "userName": "" if self.anonymous else self.user_name,
            "departId": self.department_code,
            "gmtEval": wire_time(self.evaluated_at),
        }


def wire_time(moment: datetime | None) -> str | None:
    """Return a moment as the bus writes it: ``yyyy-MM-dd HH:mm:ss`` in Beijing time."""
    return None if moment is None else clock.local(moment).strftime("%Y-%m-%d %H:%M:%S")


def place(area: str, department: str, department_name: str, operator_id: str, operator_name: str) -> Fields:
    """Return where a turn was made and by whom, as every service asks."""
    return {
        "areaCode": area,
        "deptCode": department,
        "deptName": department_name,
        "operatorUid": operator_id,
        "operatorName": operator_name,
    }


def applicant_vo(kind_code: str, who: Contact, agent: Contact | None) -> Fields:
    """Return the applicant, and the one to speak to: an agent where there is one."""
    contact = agent or who
    return {
        "applyType": kind_code,
        "applyName": who.name,
        "applyCardType": who.card_type,
        "applyCardNo": who.card_number,
        "applyUid": who.uid,
        "applyTelNo": who.phone,
        "contactName": contact.name,
        "contactCardType": contact.card_type,
        "contactCardNo": contact.card_number,
        "contactTelNo": contact.phone,
        "contactUid": contact.uid,
        "isAgent": "0" if agent is None else "1",
    }


def material(name: str, number: int, fetch_mode: str, unique_id: str) -> Fields:
    """Return one material that was handed in (``StuffInfoVO``)."""
    return {"stuffName": name, "stuffNum": number, "fetchMode": fetch_mode, "stuffUniId": unique_id}


def accept(accepted_at: datetime, promised_until: str) -> Fields:
    """受理; ``promised_until`` is a day, the last of the promised term."""
    return {"gmtAccept": wire_time(accepted_at), "promiseTime": f"{promised_until} 23:59:59", "attachMentVOs": []}


def supplement_notify(asked_at: datetime, reason: str, days: int) -> Fields:
    """一次性告知补正, to be answered within ``days`` working days."""
    return {
        "patchMode": "all",
        "patchReason": reason,
        "patchTimeLimit": days,
        "timeUnit": WORKING_DAYS,
        "gmtPatch": wire_time(asked_at),
    }


def supplement_accept(corrected_at: datetime, form: Mapping[str, Any], materials: Sequence[Fields]) -> Fields:
    """补正收件: the form as it is now, and what was handed in."""
    return {
        "patchMode": "all",
        "gmtPatch": wire_time(corrected_at),
        "formFields": dict(form),
        "stuffInfos": list(materials),
    }


def special_start(kind: str, name: str, reason: str, days: int, began_at: datetime) -> Fields:
    """特别程序启动, for ``days`` working days."""
    return {
        "type": kind,
        "typeDesc": name,
        "reason": reason,
        "timeLimit": days,
        "timeLimitUnit": WORKING_DAYS,
        "gmtBegin": wire_time(began_at),
        "visible": "1",
    }


def special_finish(kind: str, ended_at: datetime, opinion: str) -> Fields:
    """特别程序结束."""
    return {"type": kind, "gmtEnd": wire_time(ended_at), "opinion": opinion, "result": "1"}


def flow(key: str, name: str, action: str, at: datetime, opinion: str, result: str) -> Fields:
    """环节同步: one step of handling, under a key of ours that makes a repeat the same step."""
    step = {
        "bizAffFlowNo": key,
        "flowName": name,
        "bizAction": action,
        "gmtStart": wire_time(at),
        "gmtEnd": wire_time(at),
        "opinion": opinion,
        "result": result,
    }
    return {"bizFlowVOs": [step]}


def finish(result: str, licence_number: str, description: str, finished_at: datetime) -> Fields:
    """办结; ``result`` is a code of the bus, ``licence_number`` that of what was issued."""
    return {
        "result": result,
        "resultCode": licence_number,
        "resultDesc": description,
        "gmtService": wire_time(finished_at),
        "attachMentVOs": [],
    }


def deliver(key: str, way: str, at: datetime, carrier: str, tracking_number: str) -> Fields:
    """送达: electronically, over the counter or by post."""
    return {
        "serviceNo": key,
        "deliveryResultDTO": {
            "deliveryType": DELIVERY_TYPES[way],
            "deliverTime": wire_time(at),
            "logisticsCompanyCode": carrier,
            "logisticsNumber": tracking_number,
        },
    }
