"""Filing: from a form and a few files to a case with a number, a date and a receipt.

Everything that asks outside systems happens before the transaction opens. What was fetched is bound to the case by
reference, not copied.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row

from auth import (
    PreparedMaterial,
    Subject,
    bind_data_uses,
    bind_evidence,
    forget_preparation,
    own_consent,
    sign_receipt,
)
from engines.cases.clocks import acceptance_dates, answering_dates
from engines.cases.deciding import decide_by_rules
from engines.cases.lifecycle import CASE, INTAKE_STEP, SUBMIT, SUBMIT_UNSIGNED
from engines.cases.models import Case, CaseDelivery, CaseMaterial
from engines.cases.queries import case_by_id
from engines.cases.rules import MaterialsIncomplete, UnknownMaterial, check_delivery, check_file_numbers, check_locked
from engines.cases.rulings import Ruling, rule_on, sources_read
from engines.cases.signing import Signer, ask_signature, check_signer
from engines.files import bind_files, own_files
from engines.forms import check_form
from engines.inbox import open_task
from engines.lifecycles import Record, write_event
from engines.matters import (
    MaterialSpec,
    MatterPreparation,
    MatterRevision,
    applicant_for,
    current_revision,
    prepare_matter,
)
from engines.numbering import case_number, next_number
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id


@dataclass(frozen=True)
class MaterialGiven:
    """One material as the applicant hands it in: its files in order, or its name alone where none need be brought.

    In a joint case ``result_of`` names the part whose result it is.
    """

    code: str
    file_ids: Sequence[uuid.UUID] = ()
    result_of: str = ""


@dataclass(frozen=True)
class Delivery:
    """How the result is to reach the applicant; ``recipient`` is name, phone and address of a parcel."""

    way: str
    recipient: Mapping[str, str] | None = None


ELECTRONIC = Delivery("electronic")


@dataclass(frozen=True)
class Filing:
    """What an applicant files."""

    matter_code: str
    form: Mapping[str, Any]
    materials: Sequence[MaterialGiven]
    consent_id: uuid.UUID | None = None
    channel: str = "mobile"
    second_signer: Signer | None = None
    delivery: Delivery = ELECTRONIC
    #: The joint case of which this is a part; its audience has been checked there.
    joint_case_id: uuid.UUID | None = None
    #: The mandate under which the subject files for its principal.
    mandate_id: uuid.UUID | None = None


@dataclass(frozen=True)
class _Material:
    spec: MaterialSpec
    satisfied_by: str
    source: str
    status: str
    file_ids: Sequence[uuid.UUID] = ()
    evidence_id: uuid.UUID | None = None


@dataclass(frozen=True)
class CheckedFiling:
    """A filing that everything has been checked of, whose it is, and what its materials are."""

    applicant: Subject
    guide: MatterRevision
    filing: Filing
    materials: Sequence[_Material]
    #: The fetched records that the matter's rules read.
    evidence: Sequence[uuid.UUID] = ()


def file_case(
    subject: Subject, unit: Unit, context: Context, filing: Filing, *, checked: CheckedFiling | None = None
) -> dict[str, Any]:
    """File a matter and return ``{id, number, state, outcome, automated_decision, deadline, receipt}``.

    An immediate matter is decided here and now where its rules can; ``checked`` spares checking it again.
    Errors: as :func:`check_filing`.
    """
    checked = checked or check_filing(subject, unit, context, filing)
    ruling = _rule(unit, context, checked)
    filed = _write(unit, context, checked, ruling)
    if ruling is not None and ruling.outcome is not None:
        unit.flush()
        case = case_by_id(unit, uuid.UUID(filed["id"]))
        after = decide_by_rules(unit, context, case, checked.guide, ruling)
        filed |= {"state": after.state, "version": after.version}
    return filed


def _rule(unit: Unit, context: Context, checked: CheckedFiling) -> Ruling | None:
    """Return what the rules of an immediate matter say, or None for another matter."""
    if not checked.guide.content.immediate:
        return None
    by_hand = [
        item.spec.name
        for item in checked.materials
        if item.status != "left_out" and item.satisfied_by not in {"licence", "shared_data"}
    ]
    content, form = checked.guide.content, checked.filing.form
    return rule_on(checked.applicant, unit, context, content, form, by_hand, checked.evidence)


def check_filing(
    subject: Subject, unit: Unit, context: Context, filing: Filing, prepared: MatterPreparation | None = None
) -> CheckedFiling:
    """Check everything of a filing and write nothing of it; ``prepared`` is what its sources said, if known.

    Errors: unknown or withdrawn matter, too low a level, wrong kind of applicant, a form that breaks its schema or
    changes a locked field, a missing or unknown material, another person's file or consent; for an agent all that
    :func:`engines.matters.applicant_for` refuses.
    """
    guide = current_revision(unit, filing.matter_code)
    subject = applicant_for(subject, unit, context, guide, filing.mandate_id)
    if filing.consent_id is not None:
        own_consent(unit, subject, filing.consent_id, filing.matter_code)
    prepared = prepared or prepare_matter(subject, unit, context, guide, admitted=filing.joint_case_id is not None)
    check_form(str(guide.id), guide.content.form, filing.form)
    check_locked(filing.form, prepared.prepared.values, prepared.prepared.locked)
    check_delivery(guide.content.delivery_ways, filing.delivery.way, filing.delivery.recipient)
    check_signer(subject, unit, context, guide, filing.second_signer)
    materials = _gather(subject, unit, guide, prepared, filing.materials)
    fetched = prepared.prepared.evidence
    read = sorted(sources_read(guide.content) & fetched.keys())
    return CheckedFiling(subject, guide, filing, materials, [uuid.UUID(fetched[name]) for name in read])


def _gather(
    subject: Subject,
    unit: Unit,
    guide: MatterRevision,
    prepared: MatterPreparation,
    given: Sequence[MaterialGiven],
) -> list[_Material]:
    specs = {spec.code: spec for spec in guide.content.materials}
    unknown = [index for index, item in enumerate(given) if item.code not in specs]
    if unknown:
        raise UnknownMaterial(
            pointers=[
                Pointer(f"/materials/{index}/code", "unknown", "该事项没有此材料。", "The matter has no such material.")
                for index in unknown
            ],
        )
    by_code = {item.code: item for item in given}
    found = {item.code: item for item in prepared.prepared.materials}
    check_file_numbers(guide.content.materials, given)
    files = own_files(unit, subject, {file_id for item in by_code.values() for file_id in item.file_ids})
    gathered = [_one(files, spec, by_code.get(code), found.get(code)) for code, spec in specs.items()]
    missing = [spec for spec, item in zip(specs.values(), gathered, strict=True) if item is None]
    if missing:
        raise MaterialsIncomplete(
            pointers=[
                Pointer("/materials", "missing", f"请提供“{spec.name}”。", f"{spec.code} ({spec.name}) is missing.")
                for spec in missing
            ],
        )
    return [item for item in gathered if item is not None]


def _one(
    files: Mapping[uuid.UUID, Row[Any]],
    spec: MaterialSpec,
    given: MaterialGiven | None,
    prepared: PreparedMaterial | None,
) -> _Material | None:
    """Return how one material is satisfied, or None when a necessary one is missing."""
    if given is not None and (given.file_ids or given.result_of):
        names = "、".join(files[file_id].name for file_id in given.file_ids)
        way = "upload" if given.file_ids else "licence"
        return _Material(spec, way, names or given.result_of, "provided", file_ids=given.file_ids)
    if prepared is not None and prepared.status == "available":
        return _Material(
            spec,
            prepared.satisfied_by,
            prepared.source,
            "provided",
            file_ids=[uuid.UUID(prepared.file_id)] if prepared.file_id else [],
            evidence_id=uuid.UUID(prepared.evidence_id) if prepared.evidence_id else None,
        )
    if given is not None and spec.allows("commitment"):
        # Naming the material without a file is the act of committing (告知承诺).
        return _Material(spec, "commitment", "告知承诺", "committed")
    if spec.necessity == "3":
        return _Material(spec, "upload", "", "tolerated")
    if spec.necessity == "2":
        return _Material(spec, "upload", "", "left_out")
    return None


def _write(unit: Unit, context: Context, checked: CheckedFiling, ruling: Ruling | None) -> dict[str, Any]:
    subject, guide, filing, materials = checked.applicant, checked.guide, checked.filing, checked.materials
    moment = clock.now()
    content = guide.content
    case_id = new_id()
    day = clock.local(moment).date()
    signer = filing.second_signer if content.second_signer is not None else None
    turn = SUBMIT if signer is None else SUBMIT_UNSIGNED
    state = CASE.state(turn.leads_to(""))
    dates = acceptance_dates(unit, guide, moment) if signer is None else answering_dates(unit, moment)
    number = case_number(content.region, day, next_number(unit, f"case:{content.region}:{day:%Y%m%d}"))
    form = orjson.dumps(filing.form, option=orjson.OPT_SORT_KEYS)
    record = Record(CASE, Case, case_id, "", 0, content.department, subject.id)
    unit.add(
        Case,
        id=case_id,
        number=number,
        matter_code=guide.code,
        matter_revision_id=guide.id,
        matter_name=content.name,
        topic=content.topic,
        applicant_id=subject.id,
        applicant_kind=subject.kind,
        applicant_name=subject.name,
        acting_person_id=subject.acting_person_id,
        agent_id=subject.actor.id if subject.mandate_id else None,
        mandate_id=subject.mandate_id,
        department_code=content.department,
        region_code=content.region,
        state=state.code,
        step=INTAKE_STEP,
        round=1,
        version=1,
        channel=filing.channel,
        form_sealed=context.vault.seal(form),
        consent_id=filing.consent_id,
        submitted_at=moment,
        clock_started_at=moment,
        **dates.changes(),
        extension_days=0,
        special_procedures=0,
        holder=state.holder,
        held_since=moment,
        office_days=0,
        applicant_days=0,
        third_party_days=0,
        delivery_way=filing.delivery.way,
        joint_case_id=filing.joint_case_id,
    )
    for item in materials:
        unit.add(
            CaseMaterial,
            id=new_id(),
            case_id=case_id,
            code=item.spec.code,
            name=item.spec.name,
            satisfied_by=item.satisfied_by,
            source=item.source,
            status=item.status,
            file_ids=[str(file_id) for file_id in item.file_ids],
            evidence_id=item.evidence_id,
        )
    undecided = ruling is not None and ruling.outcome is None
    told = ruling.told() if ruling is not None and undecided else {}
    write_event(subject, unit, record, turn, detail={"number": number, **told})
    form_sha256 = hashlib.sha256(form).hexdigest()
    if signer is not None:
        ask_signature(unit, context, case_id, str(content.second_signer), signer, form_sha256)
    elif ruling is None or undecided:
        open_task(
            unit,
            record_kind="case",
            record_id=case_id,
            kind="accept",
            title=f"{content.name}：受理",
            reference=number,
            department_code=content.department,
            permission="cases.accept",
            due_on=dates.promised.due_on,
            limit_days=0 if undecided else 5,
        )
    if filing.delivery.recipient is not None:
        unit.add(
            CaseDelivery, case_id=case_id, recipient_sealed=context.vault.seal_json(dict(filing.delivery.recipient))
        )
    _bind(subject, unit, guide, case_id, materials, checked.evidence)
    return {
        "id": str(case_id),
        "number": number,
        "state": state.code,
        "version": 1,
        "outcome": ruling.outcome if ruling else None,
        "automated_decision": {"outcome": ruling.outcome, "undecided": ruling.obstacle, "rules": list(ruling.rules)}
        if ruling
        else None,
        "deadline": {
            "kind": "acceptance" if signer is None else "answer",
            "due_on": dates.promised.due_on.isoformat(),
            "provisional": dates.promised.provisional,
            "explanation": list(dates.promised.explanation),
        },
        "receipt": sign_receipt(
            context,
            {
                "sub": str(subject.id),
                "case_id": str(case_id),
                "number": number,
                "matter_code": guide.code,
                "filed_at": clock.local(moment).isoformat(timespec="seconds"),
                "form_sha256": form_sha256,
                "materials": [item.spec.code for item in materials if item.status != "left_out"],
            },
        ),
    }


def _bind(
    subject: Subject,
    unit: Unit,
    guide: MatterRevision,
    case_id: uuid.UUID,
    materials: Sequence[_Material],
    read: Sequence[uuid.UUID],
) -> None:
    """Bind what was fetched, uploaded and used to the case, each where it lies."""
    evidence = sorted({item.evidence_id for item in materials if item.evidence_id is not None} | set(read))
    files = [file_id for item in materials for file_id in item.file_ids]
    bind_evidence(unit, evidence, case_id)
    bind_files(subject, unit, files, case_id)
    if evidence:
        bind_data_uses(unit, subject.id, guide.code, case_id)
    forget_preparation(subject, unit, guide.id)
