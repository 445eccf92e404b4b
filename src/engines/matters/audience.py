"""Whom a matter serves."""

from collections.abc import Iterable

from kit.errors import Forbidden

PERSON_CODE = "1"


class NotForThisSubject(Forbidden):
    """The matter is for another kind of applicant (服务对象)."""

    code = "matter-not-for-this-subject"
    zh = "该事项面向{audience_zh}办理，请更换登录身份。"
    en = "This matter is for {audience_en}. Sign in as such."


def check_audience(subject_kind: str, audience: Iterable[str]) -> None:
    """Refuse a subject that the matter does not serve (服务对象, GB/T 39554: 1 natural person, 2–6 others)."""
    codes = set(audience)
    if subject_kind == "person" and PERSON_CODE not in codes:
        raise NotForThisSubject(audience_zh="法人和其他组织", audience_en="organisations")
    if subject_kind == "organisation" and not codes - {PERSON_CODE}:
        raise NotForThisSubject(audience_zh="自然人", audience_en="natural persons")
