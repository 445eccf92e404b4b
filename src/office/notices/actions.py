"""What happens to notices: drafted, published, addressed by the hundred, read, confirmed, asked for again, taken back.

What concerns each of thousands of readers is done by jobs, :data:`BATCH` readers in one transaction; each leaves the
next. A job that finds the notice no longer as it was does nothing.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from auth import ALL_DEPARTMENTS, SYSTEM, PermissionMissing, Subject, department_names, departments_holding
from engines.audit import record_act
from engines.files import OFFICE_FILES, bind_files, release_file, store_file
from engines.inbox import close_personal_tasks, open_personal_tasks, tell_news, tell_personal_news
from engines.lifecycles import Record, apply_transition, check_transition, write_event
from engines.numbering import next_number
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.ids import new_id
from kit.outbox import Job, enqueue, handles
from office.notices import queries, rules
from office.notices.manifest import BEGIN, NOTICE, PUBLISH, PUBLISH_EVERYWHERE
from office.notices.models import Notice, NoticeAudience, NoticeReader

BATCH = 500
#: Working days for which news stand in an inbox.
NEWS_DAYS = 3
#: When, on the day after confirmations were due, the late are asked again: with the offices.
OFFICES_OPEN = timedelta(hours=8, minutes=30)
ONE_DAY = timedelta(days=1)
_WRITTEN = (
    "title",
    "body",
    "category",
    "importance",
    "pinned",
    "audience",
    "must_confirm",
    "confirm_by",
    "visible_until",
)


def store_notice_file(subject: Subject, unit: Unit, context: Context, content: bytes, name: str) -> Row[Any]:
    """Store a file that is to be attached. Errors: :class:`PermissionMissing`, 413, 415, 422."""
    subject.reach(PUBLISH)
    return store_file(subject, unit, context, content, name, kinds=OFFICE_FILES)


def draft_notice(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> uuid.UUID:
    """Draft a notice of the subject's department and return its id; ``given`` as the columns, and ``file_ids``.

    Errors: :class:`PermissionMissing`, :class:`NoOwnDepartment`, unknown names, files or notice to be corrected.
    """
    department = subject.department_code or ALL_DEPARTMENTS
    if department == ALL_DEPARTMENTS:
        raise rules.NoOwnDepartment
    if not subject.holds(PUBLISH, department):
        raise PermissionMissing(permission=PUBLISH)
    rules.check_known(given["audience"], *queries.names_in(unit, context, given["audience"]))
    if given["replaces_id"] is not None:
        _check_replaceable(queries.managed_notice(unit, subject, given["replaces_id"]), department)
    attachments = queries.attachments_by(subject, unit, given["file_ids"], [])
    notice_id, year = new_id(), clock.today().year
    unit.add(
        Notice,
        id=notice_id,
        number=f"TZ{year}{next_number(unit, f'notices:{year}'):06d}",
        state="draft",
        version=1,
        department_code=department,
        author_id=subject.id,
        author_name=subject.name,
        attachments=attachments,
        replaces_id=given["replaces_id"],
        created_at=clock.now(),
        **{name: given[name] for name in _WRITTEN},
    )
    _bind(subject, unit, attachments, notice_id)
    write_event(subject, unit, Record(NOTICE, Notice, notice_id, "", 0, department, None), BEGIN)
    return notice_id


def change_notice(subject: Subject, unit: Unit, context: Context, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """Change a draft, as far as ``given`` has its columns or ``file_ids``. Errors: as :func:`draft_notice`, 409."""
    check_transition(subject, queries.record_of(row), "change")
    changes = {name: given[name] for name in _WRITTEN if name in given}
    if "audience" in changes:
        rules.check_known(changes["audience"], *queries.names_in(unit, context, changes["audience"]))
    if "file_ids" in given:
        changes["attachments"] = queries.attachments_by(subject, unit, given["file_ids"], row.attachments)
        _bind(subject, unit, changes["attachments"], row.id)
        for item in row.attachments:
            if item not in changes["attachments"]:
                release_file(unit, context, uuid.UUID(item["id"]), row.id)
    return apply_transition(subject, unit, queries.record_of(row), "change", changes=changes)


def publish_notice(subject: Subject, unit: Unit, row: Row[Any], publish_at: datetime | None) -> Row[Any]:
    """Publish a draft now, or at a moment to come. Errors: unfit, :class:`AudienceTooWide`, not replaceable, 409."""
    check_transition(subject, queries.record_of(row), "publish")
    if publish_at is not None:
        rules.check_to_come(publish_at, clock.now())
    day = clock.local(publish_at or clock.now()).date()
    rules.check_fit(row, day, queries.due_on(unit, row, day))
    _check_reach(subject, unit, row)
    if row.replaces_id is not None:
        _check_replaceable(queries.notice_by_id(unit, row.replaces_id), row.department_code)
    if publish_at is None:
        return _publish(subject, unit, row, "publish")
    told = {"publish_at": beijing(publish_at)}
    after = apply_transition(
        subject, unit, queries.record_of(row), "schedule", changes={"publish_at": publish_at}, detail=told
    )
    payload = {"notice_id": str(row.id), "version": after.version}
    enqueue(unit, "notices.publish", payload, key=f"publish:{row.id}:{after.version}", run_at=publish_at)
    return after


@handles("notices.publish")
def publish_on_time(job: Job) -> None:
    """Publish a notice whose moment has come, unless it was taken back."""
    row = queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    if row.state == "scheduled" and row.version == job.payload["version"]:
        _publish(SYSTEM, job.unit, row, "publish_on_time")


def take_back(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Make a draft again of what is to be published later. Errors: 403, 409."""
    return apply_transition(subject, unit, queries.record_of(row), "take_back", changes={"publish_at": None})


def discard_notice(subject: Subject, unit: Unit, row: Row[Any]) -> Row[Any]:
    """Discard a draft. Errors: 403, 409."""
    return apply_transition(subject, unit, queries.record_of(row), "discard")


def withdraw_notice(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Withdraw what was published; its readers are told why and asked no more. Errors: 403, 409."""
    changes = {"withdrawn_reason": reason}
    after = apply_transition(subject, unit, queries.record_of(row), "withdraw", changes=changes, opinion=reason)
    _retire_later(unit, row.id)
    return after


def note_reading(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Keep when an officer first read what is addressed to them; ``row`` is as :func:`queries.notice_for` has it."""
    if not row.to_me or row.read_at is not None or row.addressed_at is None:
        return
    make = insert_sqlite if unit.dialect == "sqlite" else insert_postgresql
    unit.write(
        make(NoticeReader)
        .values(
            id=new_id(),
            notice_id=row.id,
            officer_id=subject.id,
            department_code=subject.department_code or "",
            asked=False,
            read_at=clock.now(),
        )
        .on_conflict_do_update(
            index_elements=["notice_id", "officer_id"],
            set_={"read_at": func.coalesce(NoticeReader.read_at, clock.now())},
        )
    )


def confirm_notice(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Confirm that one has read a notice, once; a second time changes nothing.

    ``row`` is as :func:`queries.notice_for` has it. Errors: :class:`ConfirmationNotAsked`, :class:`NoticeOver`.
    """
    if not row.asked:
        raise rules.ConfirmationNotAsked
    if row.confirmed_at is not None:
        return
    if row.state != "published":
        raise rules.NoticeOver
    moment = clock.now()
    own = (NoticeReader.notice_id == row.id, NoticeReader.officer_id == subject.id)
    changes = {"confirmed_at": moment, "read_at": func.coalesce(NoticeReader.read_at, moment)}
    confirmed = unit.write(
        update(NoticeReader)
        .where(*own, NoticeReader.confirmed_at.is_(None))
        .values(changes)
        .returning(NoticeReader.task_id)
    ).first()
    if confirmed is not None:
        close_personal_tasks(subject, unit, [confirmed.task_id])
        record_act(subject, unit, "notice.confirm", NOTICE.code, row.id)


def remind_readers(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Put a notice anew before all who have not confirmed. Errors: :class:`RemindedLately`, `NobodyToRemind`."""
    check_transition(subject, queries.record_of(row), "remind")
    moment = clock.now()
    rules.check_pause(row.reminded_at, moment, beijing((row.reminded_at or moment) + rules.REMIND_EVERY) or "")
    late = queries.count_late(unit, row.id)
    if not late:
        raise rules.NobodyToRemind
    return _ask_again(subject, unit, row, "remind", late, "催阅", note or None)


@handles("notices.follow_up")
def follow_up(job: Job) -> None:
    """Ask those again who are late, on the day after, and let the publishers know how many they are.

    Who was reminded within the hours before, by a publisher, is not asked a second time.
    """
    unit, row = job.unit, queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    late = queries.count_late(unit, row.id)
    if row.state != "published" or not late:
        return
    if not rules.reminded_lately(row.reminded_at, clock.now()):
        _ask_again(SYSTEM, unit, row, "follow_up", late, "已逾期", None)
    told = {**_told(unit, row, f"{late}人逾期未确认"), "kind": "notice_news"}
    tell_news(unit, department_code=row.department_code, permission=PUBLISH, **told)


@handles("notices.remind")
def remind(job: Job) -> None:
    """Put a notice anew before the next of those who have not confirmed; what stood in their inbox goes."""
    unit, row = job.unit, queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    readers = queries.readers_after(unit, row.id, _after(job), BATCH, late=True)
    if row.state != "published" or not readers:
        return
    close_personal_tasks(SYSTEM, unit, [reader.task_id for reader in readers])
    tasks = _ask(unit, row, _whom(readers), f"{job.payload['said']}，请阅读并确认")
    pairs = [{"_reader": reader.id, "_task": task} for reader, task in zip(readers, tasks, strict=True)]
    unit.write(_renewing, pairs)
    enqueue(unit, "notices.remind", {**job.payload, "after": str(readers[-1].id)}, key=job.key)


_renewing = update(NoticeReader).where(NoticeReader.id == bindparam("_reader")).values(task_id=bindparam("_task"))


@handles("notices.address")
def address(job: Job) -> None:
    """Write down the next of those to whom a notice is addressed, and put it before them."""
    unit, row = job.unit, queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    if row.state != "published":
        _retire_replaced(unit, row)
        return
    officers = queries.officers_addressed(unit, row.audience, _after(job), BATCH)
    if officers:
        _address(unit, row, [(officer.id, officer.department) for officer in officers])
    if len(officers) == BATCH:
        enqueue(unit, "notices.address", {**job.payload, "after": str(officers[-1].id)}, key=job.key)
        return
    unit.flush()
    changes = {"addressed": queries.count_addressed(unit, row.id), "addressed_at": clock.now()}
    unit.write(update(Notice).where(Notice.id == row.id).values(changes))
    _retire_replaced(unit, row)


@handles("notices.expire")
def expire(job: Job) -> None:
    """Take down what was to be shown until yesterday."""
    row = queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    if row.state == "published":
        apply_transition(SYSTEM, job.unit, queries.record_of(row), "expire")
        _retire_later(job.unit, row.id)


@handles("notices.retire")
def retire(job: Job) -> None:
    """Ask the next of the readers no more of what is over, and tell them why where they are to know it."""
    unit, row = job.unit, queries.notice_by_id(job.unit, uuid.UUID(job.payload["notice_id"]))
    readers = queries.readers_after(unit, row.id, _after(job), BATCH)
    if not readers:
        return
    close_personal_tasks(SYSTEM, unit, [reader.task_id for reader in readers if reader.task_id is not None])
    if row.state == "withdrawn":
        _tell(unit, row, _whom(readers), f"通知已撤回（{row.withdrawn_reason}）")
    elif row.state == "replaced":
        # Who finds the correction in their inbox hears of it by itself.
        known = queries.told_among(unit, row.replaced_by_id, [reader.officer_id for reader in readers])
        others = [reader for reader in readers if reader.officer_id not in known]
        _tell(unit, row, _whom(others), "通知已更正，不再适用")
    enqueue(unit, "notices.retire", {**job.payload, "after": str(readers[-1].id)}, key=job.key)


def _publish(subject: Subject, unit: Unit, row: Row[Any], turn: str) -> Row[Any]:
    due_on = queries.due_on(unit, row, clock.today())
    changes = {"published_at": clock.now(), "confirm_due_on": due_on}
    after = apply_transition(subject, unit, queries.record_of(row), turn, changes=changes)
    keys = rules.audience_keys(row.audience)
    unit.add_many(NoticeAudience, same={"notice_id": row.id}, each={"id": [new_id() for _ in keys], "key": keys})
    payload = {"notice_id": str(row.id)}
    enqueue(unit, "notices.address", payload, key=f"address:{row.id}")
    if due_on is not None:
        late = clock.start_of(due_on + ONE_DAY) + OFFICES_OPEN
        enqueue(unit, "notices.follow_up", payload, key=f"follow_up:{row.id}", run_at=late)
    if row.visible_until is not None:
        over = clock.start_of(row.visible_until + ONE_DAY)
        enqueue(unit, "notices.expire", payload, key=f"expire:{row.id}", run_at=over)
    if row.replaces_id is not None:
        replaced = queries.notice_by_id(unit, row.replaces_id)
        if replaced.state == "published":
            by, told = {"replaced_by_id": row.id}, {"number": row.number}
            apply_transition(SYSTEM, unit, queries.record_of(replaced), "replace", changes=by, detail=told)
    return after


def _address(unit: Unit, row: Row[Any], officers: Sequence[tuple[uuid.UUID, str]]) -> None:
    if row.must_confirm:
        tasks: Sequence[uuid.UUID | None] = _ask(unit, row, officers, "请阅读并确认")
    elif row.importance != "normal":
        tasks = _tell(unit, row, officers, f"{rules.IMPORTANCES[row.importance]}通知")
    else:
        tasks = [None] * len(officers)
    ids, departments = (list(column) for column in zip(*officers, strict=True))
    unit.add_many(
        NoticeReader,
        same={"notice_id": row.id, "asked": row.must_confirm},
        each={
            "id": [new_id() for _ in officers],
            "officer_id": ids,
            "department_code": departments,
            "task_id": list(tasks),
        },
    )


def _ask(unit: Unit, row: Row[Any], officers: Sequence[tuple[uuid.UUID, str]], said: str) -> list[uuid.UUID]:
    """Ask officers to confirm, by the day on which it is due, or today where that is over."""
    due_on = max(row.confirm_due_on, clock.today())
    days = load_calendar(unit).working_days_between(clock.today(), due_on)
    told = {**_told(unit, row, said), "due_on": due_on, "kind": "confirm_notice", "limit_days": max(days, 1)}
    return open_personal_tasks(unit, officers, **told)


def _tell(unit: Unit, row: Row[Any], officers: Sequence[tuple[uuid.UUID, str]], said: str) -> list[uuid.UUID]:
    return tell_personal_news(unit, officers, **{**_told(unit, row, said), "kind": "notice_news"})


def _told(unit: Unit, row: Row[Any], said: str) -> dict[str, Any]:
    return {
        "record_kind": NOTICE.code,
        "record_id": row.id,
        "title": f"{said}：{row.title}"[:200],
        "reference": row.number,
        "due_on": load_calendar(unit).add_working_days(clock.today(), NEWS_DAYS),
    }


def _ask_again(
    subject: Subject, unit: Unit, row: Row[Any], turn: str, late: int, said: str, note: str | None
) -> Row[Any]:
    changes, told = {"reminded_at": clock.now()}, {"number": late}
    after = apply_transition(subject, unit, queries.record_of(row), turn, changes=changes, opinion=note, detail=told)
    payload = {"notice_id": str(row.id), "said": said}
    enqueue(unit, "notices.remind", payload, key=f"remind:{row.id}:{after.version}")
    return after


def _retire_later(unit: Unit, notice_id: uuid.UUID) -> None:
    enqueue(unit, "notices.retire", {"notice_id": str(notice_id)}, key=f"retire:{notice_id}")


def _retire_replaced(unit: Unit, row: Row[Any]) -> None:
    """Retire what a notice corrected, also if it is over itself by now; what was over before it never replaced."""
    if row.replaces_id is not None and queries.notice_by_id(unit, row.replaces_id).replaced_by_id == row.id:
        _retire_later(unit, row.replaces_id)


def _after(job: Job) -> uuid.UUID | None:
    return uuid.UUID(job.payload["after"]) if "after" in job.payload else None


def _whom(readers: Sequence[Row[Any]]) -> list[tuple[uuid.UUID, str]]:
    return [(reader.officer_id, reader.department_code) for reader in readers]


def _check_reach(subject: Subject, unit: Unit, row: Row[Any]) -> None:
    """Refuse an audience beyond a publisher's departments, and say who could address it."""
    if subject.holds(PUBLISH_EVERYWHERE, row.department_code):
        return
    names, beyond = department_names(unit), queries.beyond(unit, row.audience, subject.reach(PUBLISH))
    if beyond:
        who = [names[code] for code in departments_holding(unit, PUBLISH_EVERYWHERE) if code in names]
        raise rules.AudienceTooWide(beyond="、".join(names.get(code, code) for code in beyond), who="、".join(who))


def _check_replaceable(replaced: Row[Any], department: str) -> None:
    if replaced.state != "published" or replaced.department_code != department:
        raise rules.NotReplaceable(title=replaced.title)


def _bind(subject: Subject, unit: Unit, attachments: Sequence[Mapping[str, Any]], notice_id: uuid.UUID) -> None:
    bind_files(subject, unit, [uuid.UUID(item["id"]) for item in attachments], notice_id)
