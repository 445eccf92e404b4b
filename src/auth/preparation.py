"""一证通办准备: one function decides for every material of a matter how it is satisfied.

In this order: a licence of the licence library, a shared record, the subject's own locker, a commitment
(告知承诺) where the matter allows one, an upload. The real sources are asked with the stated use, in parallel and
inside a time budget; a source that is down makes a material fall to the next way, and the answer says so. No repeat
collection where sharing suffices: 政务数据共享条例 (国务院令第809号).
"""

import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Literal

import structlog

from auth.consents import consents_for
from auth.data_uses import DataUse, record_data_use
from auth.evidence import Fetched, keep_evidence, new_evidence_id
from auth.identity import Certificate, certificate_of
from auth.subjects import Subject
from gateways import GatewayProblem, Gateways
from gateways.licence_library import LicenceRecord
from gateways.use import Use
from kit import clock
from kit.context import Context
from kit.database import Unit

log = structlog.get_logger(__name__)

WayKind = Literal["licence", "shared_data", "locker", "commitment", "upload"]
Status = Literal["available", "to_commit", "to_upload"]
#: Order of the ways, whatever the order in which a matter lists them.
ORDER: tuple[WayKind, ...] = ("licence", "shared_data", "locker", "commitment", "upload")
THREADS = 16


@dataclass(frozen=True)
class Way:
    """One way to satisfy a material; ``reference`` is a licence type or a resource code."""

    kind: WayKind
    reference: str = ""


@dataclass(frozen=True)
class Need:
    """One material that a matter asks for."""

    code: str
    name: str
    ways: tuple[Way, ...]
    tolerated: bool = False


@dataclass(frozen=True)
class Prefill:
    """Where a form field comes from: ``certificate``, ``licence`` or ``shared_data``."""

    pointer: str
    kind: Literal["certificate", "licence", "shared_data"]
    reference: str
    name: str
    locked: bool


@dataclass(frozen=True)
class Resource:
    """A shared-data resource that may be asked."""

    code: str
    name: str
    interface_code: str
    requires_consent: bool
    statute: str


@dataclass(frozen=True)
class Request:
    """What a matter needs to know of a subject, and why."""

    matter_code: str
    matter_name: str
    statute: str
    needs: tuple[Need, ...]
    prefills: tuple[Prefill, ...]
    resources: Mapping[str, Resource]
    licence_names: Mapping[str, str]


@dataclass(frozen=True)
class PreparedMaterial:
    """How one material is satisfied. ``note`` says why a better way failed, for the person to read."""

    code: str
    name: str
    satisfied_by: WayKind
    source: str
    status: Status
    note: str = ""
    evidence_id: str | None = None
    file_id: str | None = None
    tolerated: bool = False


@dataclass(frozen=True)
class Preparation:
    """The outcome: materials, form values with their sources, consents that would help."""

    materials: tuple[PreparedMaterial, ...]
    values: dict[str, Any]
    locked: tuple[str, ...]
    sources: dict[str, str]
    consent_needed: tuple[str, ...]
    sources_down: tuple[str, ...]
    #: What was kept of the sources, by ``licence:<type>`` and ``shared_data:<resource>``.
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Findings:
    """What the sources said."""

    licences: dict[str, Fetched] = field(default_factory=dict)
    records: dict[str, Fetched] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    down: list[str] = field(default_factory=list)


#: Files of the subject's own by the name of the material: id and name.
Locker = Mapping[str, tuple[uuid.UUID, str]]


def prepare(subject: Subject, unit: Unit, context: Context, request: Request, locker: Locker) -> Preparation:
    """Decide every material of ``request`` for ``subject``; keep what was fetched; write the ledger of use.

    ``locker`` has the files of the subject's own by material name. Sources are asked before anything is written.
    """
    certificate = certificate_of(unit, context.vault, subject.id)
    consents = consents_for(unit, subject, request.matter_code)
    wanted_types, wanted_resources = _wanted(request)
    missing = [code for code in wanted_resources if request.resources[code].requires_consent and code not in consents]
    asked = [code for code in wanted_resources if code not in missing]
    found = _ask(context, certificate, request, wanted_types, asked, consents)
    materials = tuple(_decide(need, found, missing, request, locker) for need in request.needs)
    values, locked, sources = _fill(request.prefills, found, certificate)
    _keep(subject, unit, context, request, found, consents, asked, wanted_types)
    return Preparation(materials, values, locked, sources, tuple(missing), tuple(found.down), _kept(found))


def _kept(found: _Findings) -> dict[str, str]:
    fetched = {f"licence:{code}": item for code, item in found.licences.items()}
    fetched |= {f"shared_data:{code}": item for code, item in found.records.items()}
    return {name: str(item.evidence_id) for name, item in fetched.items()}


def _wanted(request: Request) -> tuple[list[str], list[str]]:
    pairs: set[tuple[str, str]] = {(way.kind, way.reference) for need in request.needs for way in need.ways}
    pairs |= {(item.kind, item.reference) for item in request.prefills}
    types = sorted(reference for kind, reference in pairs if kind == "licence")
    resources = sorted(reference for kind, reference in pairs if kind == "shared_data")
    return types, resources


def _ask(
    context: Context,
    certificate: Certificate,
    request: Request,
    types: Sequence[str],
    resources: Sequence[str],
    consents: Mapping[str, uuid.UUID],
) -> _Findings:
    """Ask every source at once and take what has come when the budget ends."""
    gateways: Gateways = context.gateways
    pool = context.part("auth.preparation", lambda: ThreadPoolExecutor(THREADS, "sources"))
    waiting: dict[Future[Any], tuple[str, str]] = {}
    use = Use(f"办理{request.matter_name}"[:200], request.matter_code, statute=request.statute)
    if types:
        future = pool.submit(
            gateways.licence_library.find_licences,
            certificate.exchange_code,
            certificate.number,
            types,
            use,
        )
        waiting[future] = ("licence", "")
    for code in resources:
        stated = Use(use.purpose, use.matter_code, consent_id=str(consents.get(code) or "") or None)
        interface = request.resources[code].interface_code
        waiting[pool.submit(gateways.data_sharing.query, interface, {"idNumber": certificate.number}, stated)] = (
            "shared_data",
            code,
        )
    wait(waiting, timeout=context.settings.source_budget_seconds)
    found = _Findings()
    for future, (kind, code) in waiting.items():
        _take(found, future, kind, code, request)
    return found


def _take(found: _Findings, future: Future[Any], kind: str, code: str, request: Request) -> None:
    name = "电子证照库" if kind == "licence" else request.resources[code].name
    if not future.done():
        future.cancel()
        found.down.append(name)
        found.notes[code or "licence"] = f"“{name}”未能及时响应"
        return
    try:
        answer = future.result()
    except GatewayProblem as problem:
        log.warning("preparation.source_failed", source=name, code=problem.code)
        found.down.append(name)
        found.notes[code or "licence"] = f"“{name}”暂时无法使用"
        return
    if kind == "licence":
        _take_licences(found, answer, request)
    elif answer:
        resource = request.resources[code]
        found.records[code] = Fetched(new_evidence_id(), resource.name, code, resource.name, dict(answer[0]))
    else:
        found.notes[code] = f"“{name}”中没有您的记录"


def _take_licences(found: _Findings, licences: Sequence[LicenceRecord], request: Request) -> None:
    today = clock.today()
    for item in licences:
        title = request.licence_names.get(item.type_code, item.type_code)
        if not item.valid_on(today):
            found.notes[item.type_code] = f"“{title}”已过期或失效"
            continue
        fields = {
            **item.fields,
            "number": item.number,
            "holder_name": item.holder_name,
            "issuer_name": item.issuer_name,
            "issued_on": item.issued_on.isoformat(),
            "expires_on": item.expires_on.isoformat() if item.expires_on else None,
        }
        found.licences[item.type_code] = Fetched(new_evidence_id(), item.issuer_name, item.type_code, title, fields)


def _decide(
    need: Need,
    found: _Findings,
    missing: Sequence[str],
    request: Request,
    locker: Locker,
) -> PreparedMaterial:
    notes: list[str] = []
    for way in sorted(need.ways, key=lambda item: ORDER.index(item.kind)):
        if way.kind == "licence":
            licence = found.licences.get(way.reference)
            if licence is not None:
                return _satisfied(need, "licence", f"{licence.title}（{licence.source}）", licence.evidence_id)
            name = request.licence_names.get(way.reference, way.reference)
            default = found.notes.get("licence", f"电子证照库中没有您的“{name}”")
            notes.append(found.notes.get(way.reference, default))
        elif way.kind == "shared_data":
            record = found.records.get(way.reference)
            if record is not None:
                return _satisfied(need, "shared_data", record.source, record.evidence_id)
            resource = request.resources[way.reference]
            wants = f"授权后可从“{resource.name}”获取"
            notes.append(wants if way.reference in missing else found.notes.get(way.reference, ""))
        elif way.kind == "locker":
            kept = locker.get(need.name)
            if kept is not None:
                return PreparedMaterial(
                    need.code, need.name, "locker", kept[1], "available", file_id=str(kept[0]), tolerated=need.tolerated
                )
        elif way.kind == "commitment":
            return PreparedMaterial(
                need.code, need.name, "commitment", "告知承诺", "to_commit", _joined(notes), tolerated=need.tolerated
            )
    note = _joined([*notes, "可容缺受理，稍后补交"] if need.tolerated else notes)
    return PreparedMaterial(need.code, need.name, "upload", "申请人提供", "to_upload", note, tolerated=need.tolerated)


def _satisfied(need: Need, kind: WayKind, source: str, evidence_id: uuid.UUID) -> PreparedMaterial:
    return PreparedMaterial(
        need.code, need.name, kind, source, "available", evidence_id=str(evidence_id), tolerated=need.tolerated
    )


def _joined(notes: Sequence[str]) -> str:
    return "；".join(dict.fromkeys(note for note in notes if note))


def _fill(
    prefills: Sequence[Prefill], found: _Findings, certificate: Certificate
) -> tuple[dict[str, Any], tuple[str, ...], dict[str, str]]:
    values: dict[str, Any] = {}
    locked: list[str] = []
    sources: dict[str, str] = {}
    own = {"name": certificate.name, "number": certificate.number, "kind": certificate.kind}
    for item in prefills:
        if item.kind == "certificate":
            value, source = own.get(item.name), "身份证件"
        else:
            fetched = (found.licences if item.kind == "licence" else found.records).get(item.reference)
            value, source = (None, "") if fetched is None else (fetched.fields.get(item.name), fetched.title)
        if value is None or item.pointer in sources:
            continue
        _put(values, item.pointer, value)
        sources[item.pointer] = source
        if item.locked:
            locked.append(item.pointer)
    return values, tuple(locked), sources


def _put(values: dict[str, Any], pointer: str, value: object) -> None:
    *path, last = pointer.strip("/").split("/")
    for part in path:
        values = values.setdefault(part, {})
    values[last] = value


def _keep(
    subject: Subject,
    unit: Unit,
    context: Context,
    request: Request,
    found: _Findings,
    consents: Mapping[str, uuid.UUID],
    asked: Sequence[str],
    types: Sequence[str],
) -> None:
    """Keep what was fetched and write one line of use per record, also for what was not found or failed."""
    lines: list[tuple[str, str, str, Fetched | None]] = [
        ("licence", code, request.licence_names.get(code, code), found.licences.get(code)) for code in types
    ]
    lines += [("shared_data", code, request.resources[code].name, found.records.get(code)) for code in asked]
    for kind, code, name, fetched in lines:
        failed = name in found.down or (kind == "licence" and "电子证照库" in found.down)
        if fetched is not None:
            keep_evidence(unit, context.vault, subject.id, kind, fetched)
        record_data_use(
            subject,
            unit,
            subject.id,
            DataUse(
                resource=code,
                resource_name=name,
                purpose=f"办理“{request.matter_name}”",
                outcome="used" if fetched is not None else "failed" if failed else "not_found",
                matter_code=request.matter_code,
                consent_id=consents.get(code),
                statute=None if code in consents else request.statute,
            ),
        )
