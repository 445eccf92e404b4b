"""A document as one file for a unit on another system: what is in it, and what is believed of one that comes.

Members: ``package.json`` (whose it is), ``manifest.json`` (what is digested), the layout files, attachments in their
order, and a signed statement about the SHA-256 of every other member, with the keys that verify it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import jwt
import orjson
from marshmallow import INCLUDE, Schema, ValidationError, fields, validate
from sqlalchemy import Row

from auth import Subject, department_names, public_keys, sign_receipt
from engines.audit import record_act
from engines.documents.kinds import KINDS, PUBLICATIONS, URGENCIES
from engines.documents.package import FORMAT as MANIFEST_FORMAT
from engines.documents.package import canonical, digests_of
from engines.documents.packing import MOST_BYTES, PackageBroken, pack_made, sums_of, unpack, unpacked_size
from engines.documents.proofs import own_keys, read_statement
from engines.documents.queries import attachments_of, record_of, stored_manifest
from engines.documents.refusals import ClassifiedDocument
from engines.documents.rendering import document_file
from engines.files import OFFICE_FILES, is_made, media_type_of, open_file, read_made
from engines.lifecycles import check_transition
from engines.typesetting import watermarked
from kit.context import Context
from kit.database import Unit
from kit.fields import Line

FORMAT = "zhangban-package/1"
PACKAGE, MANIFEST, PDF, OFD = "package.json", "manifest.json", "document.pdf", "document.ofd"
STATEMENT, KEYS = "statement.jws", "keys.json"
#: What signs a package is a statement of this event.
EVENT = "exported"
_KIND_BY_NAME = {name: code for code, name in KINDS.items()}
_NUMBER = re.compile(r"[^〔]{1,20}〔((?:19|20)\d{2})〕([1-9]\d{0,4})号")
#: Words by which a manifest says that nothing in it is classified.
_OPEN_WORDS = (None, "", "none", "无")


@dataclass(frozen=True)
class Parcel:
    """A package that was opened: every sum holds, and its parts are what they say."""

    sender: Mapping[str, str]
    manifest: Mapping[str, Any]
    sha256: str
    sm3: str
    #: Codes that the manifest says in words, and what it does not say.
    kind: str
    urgency: str | None
    publication: str
    issued_on: date | None
    restricted: bool
    answer_due_on: date | None
    pdf: bytes
    ofd: bytes | None
    #: Title, file name and content of each attachment, in order.
    attachments: Sequence[tuple[str, str, bytes]]
    #: Signed by a key of ours.
    verified: bool

    @property
    def year_and_sequence(self) -> tuple[int, int] | tuple[None, None]:
        """Return what a number such as ``舟政发〔2026〕12号`` says; nothing of another form."""
        found = _NUMBER.fullmatch(self.manifest["metadata"]["number"])
        return (None, None) if found is None else (int(found[1]), int(found[2]))


class _Organ(Schema):
    code = Line(minimum=1, maximum=18, required=True)
    name = Line(minimum=1, maximum=100, required=True)


class _Package(Schema):
    format = fields.String(required=True, validate=validate.Equal(FORMAT))
    sender = fields.Nested(_Organ(), required=True)
    restricted = fields.Boolean(required=True)
    answer_due_on = fields.Date(required=True, allow_none=True)


def _names(most: int = 1000) -> "fields.List[str]":
    return fields.List(Line(minimum=1, maximum=100), required=True, validate=validate.Length(max=most))


class _Metadata(Schema):
    class Meta:
        """Other systems may say more."""

        unknown = INCLUDE

    identifier = Line(minimum=1, maximum=100, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(_KIND_BY_NAME)))
    secrecy = fields.String(required=True, allow_none=True)
    urgency = fields.String(required=True, allow_none=True, validate=validate.OneOf([*URGENCIES.values(), None]))
    organ_mark = _names(20)
    number = Line(minimum=1, maximum=60, required=True)
    signer = Line(maximum=100, required=True, allow_none=True)
    title = Line(minimum=1, maximum=200, required=True)
    main_recipients = _names()
    issued_on = fields.Date(required=True, allow_none=True)
    note = Line(maximum=200, required=True, allow_none=True)
    copies = _names()
    publication = fields.String(required=True, allow_none=True)


class _Block(Schema):
    level = fields.Integer(required=True, validate=validate.Range(0, 4))
    text = fields.String(required=True, validate=validate.Length(max=100_000))


class _Attachment(Schema):
    title = Line(minimum=1, maximum=100, required=True)
    file_name = Line(minimum=1, maximum=120, required=True)
    media_type = Line(minimum=1, maximum=150, required=True)
    size = fields.Integer(required=True, validate=validate.Range(1))
    sha256 = fields.String(required=True, validate=validate.Length(equal=64))


class _Manifest(Schema):
    class Meta:
        """Other systems may say more."""

        unknown = INCLUDE

    format = fields.String(required=True, validate=validate.Equal(MANIFEST_FORMAT))
    metadata = fields.Nested(_Metadata(), required=True)
    body = fields.List(fields.Nested(_Block()), required=True, validate=validate.Length(1, 5000))
    attendance = fields.String(required=True, validate=validate.Length(max=5000))
    attachments = fields.List(fields.Nested(_Attachment()), required=True, validate=validate.Length(max=20))
    opinions = fields.List(fields.Dict(), required=True, validate=validate.Length(max=1000))


def export_parcel(subject: Subject, unit: Unit, context: Context, row: Row[Any]) -> Iterator[bytes]:
    """Yield the package of a document, piece by piece; it is made once, and who takes it stands in the audit trail.

    Errors: 409 where it was not sent, 403 for who may not send it.
    """
    check_transition(subject, record_of(row), "export")
    record_act(subject, unit, "documents.export", "document", row.id)
    return made_parcel(unit, context, row)


def made_parcel(unit: Unit, context: Context, row: Row[Any]) -> Iterator[bytes]:
    """Yield the package of a document that stands still, made for its first reader."""
    name = f"documents/{row.id}/{row.sha256}.zip"
    if not is_made(context, name):
        pack_made(context, name, parcel_members(unit, context, row))
    return read_made(context, name)


def parcel_members(unit: Unit, context: Context, row: Row[Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a numbered document's package."""
    manifest, names = stored_manifest(unit, row.id), department_names(unit)
    sender = {
        "code": row.department_code,
        "name": names.get(row.department_code, manifest["metadata"]["organ_mark"][0]),
    }
    said = {
        "format": FORMAT,
        "sender": sender,
        "restricted": row.restricted,
        "answer_due_on": row.answer_due_on.isoformat() if row.answer_due_on else None,
    }
    members = {
        PACKAGE: canonical(said),
        MANIFEST: canonical(manifest),
        PDF: document_file(unit, context, row, "pdf"),
        OFD: document_file(unit, context, row, "ofd"),
    }
    for place, item in enumerate(attachments_of(unit, row.id), start=1):
        members[attachment_member(place, item.file_name)] = open_file(context, item.file_id)
    document = {"number": row.number, "title": row.title, "sha256": row.sha256, "sm3": row.sm3}
    statement = sign_receipt(
        context,
        {"sub": str(row.id), "event": EVENT, "sender": sender, "document": document, "members": sums_of(members)},
    )
    yield from members.items()
    yield STATEMENT, statement.encode()
    kid = jwt.get_unverified_header(statement)["kid"]
    yield KEYS, canonical({"keys": [key for key in public_keys(unit) if key["kid"] == kid]})


def attachment_member(place: int, file_name: str) -> str:
    """Return under which name an attachment lies in a package."""
    return f"attachments/{place:02d}_{file_name}"


def open_parcel(unit: Unit, content: bytes) -> Parcel:
    """Return what a package holds.

    Errors: :class:`PackageBroken`, :class:`ClassifiedDocument`, and what an upload of its parts is refused for.
    """
    members = dict(unpack(content))
    said = _read(_Package(), members, PACKAGE)
    manifest = orjson.loads(members.get(MANIFEST, b"null"))
    read = _read(_Manifest(), members, MANIFEST)
    metadata = read["metadata"]
    if metadata["secrecy"] not in _OPEN_WORDS:
        raise ClassifiedDocument
    attachments = _attachments(read["attachments"], members)
    _refuse_others(members, attachments)
    for name in (PDF, OFD):
        if name in members:
            _check_layout(name, members[name])
    sha256, sm3 = digests_of(manifest)
    return Parcel(
        sender=said["sender"],
        manifest=manifest,
        sha256=sha256,
        sm3=sm3,
        kind=_KIND_BY_NAME[metadata["kind"]],
        urgency=next((code for code, name in URGENCIES.items() if name == metadata["urgency"]), None),
        publication=next((code for code, name in PUBLICATIONS.items() if name == metadata["publication"]), "internal"),
        issued_on=metadata["issued_on"],
        restricted=said["restricted"],
        answer_due_on=said["answer_due_on"],
        pdf=members[PDF],
        ofd=members.get(OFD),
        attachments=[(item["title"], item["file_name"], content) for item, (_, content) in attachments],
        verified=_verified(unit, members, said["sender"], sha256, sm3),
    )


def _read(schema: Schema, members: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = schema.load(orjson.loads(members[name]))
    except KeyError:
        raise PackageBroken(reason=f"缺少{name}", reason_en=f"{name} is missing") from None
    except orjson.JSONDecodeError:
        raise PackageBroken(reason=f"{name}无法读取", reason_en=f"{name} cannot be read") from None
    except ValidationError as error:
        place = ", ".join(str(key) for key in error.messages_dict)
        raise PackageBroken(reason=f"{name}的{place}不符合要求", reason_en=f"{place} of {name} is not valid") from None
    return found


def _attachments(
    told: Sequence[Mapping[str, Any]], members: Mapping[str, bytes]
) -> list[tuple[Mapping[str, Any], tuple[str, bytes]]]:
    """Return the attachments that the manifest tells of with their members, whose sums are those it tells."""
    found = []
    for place, item in enumerate(told, start=1):
        name = attachment_member(place, item["file_name"])
        content = members.get(name)
        if content is None or sums_of({name: content})[name] != item["sha256"] or len(content) != item["size"]:
            raise PackageBroken(reason=f"附件{item['file_name']}缺失或不符", reason_en=f"{name} is missing or another")
        media_type_of(item["file_name"], content, OFFICE_FILES)
        found.append((item, (name, content)))
    return found


def _check_layout(name: str, content: bytes) -> None:
    """Refuse a layout file that could not be shown: who reads it is laid over it."""
    media_type_of(name, content, OFFICE_FILES)
    if name == OFD and unpacked_size(content) > MOST_BYTES:
        raise PackageBroken(reason=f"{name}过大", reason_en=f"{name} is too large")
    try:
        watermarked(content, ["掌办"])
    except Exception as error:  # anybody's file, and whatever its reader stumbles over
        raise PackageBroken(reason=f"{name}无法打开", reason_en=f"{name} cannot be opened") from error


def _refuse_others(members: Mapping[str, bytes], attachments: Sequence[tuple[Any, tuple[str, bytes]]]) -> None:
    """Refuse a package without its layout, or with members that nobody knows: they would be lost on the way."""
    known = {PACKAGE, MANIFEST, PDF, OFD, STATEMENT, KEYS, *(name for _, (name, _) in attachments)}
    if PDF not in members or not members.keys() <= known:
        raise PackageBroken(
            reason="缺少版式文件或含有未知成员", reason_en="its layout is missing, or it holds unknown members"
        )


def _verified(unit: Unit, members: Mapping[str, bytes], sender: Mapping[str, str], sha256: str, sm3: str) -> bool:
    """Tell whether a key of ours signed the package. Errors: :class:`PackageBroken` where it signed another one."""
    statement = members.get(STATEMENT, b"").decode("ascii", "replace")
    claims = read_statement(own_keys(unit), statement, {"event", "sender", "members", "document"})
    if claims is None:
        return False
    signed = {name: content for name, content in members.items() if name not in (STATEMENT, KEYS)}
    document = claims["document"]
    fits = (claims["event"], claims["sender"], claims["members"]) == (EVENT, sender, sums_of(signed))
    if not fits or (document.get("sha256"), document.get("sm3")) != (sha256, sm3):
        raise PackageBroken(reason="签名与内容不符", reason_en="it is not what was signed")
    return True
