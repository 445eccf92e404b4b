"""Shapes that senders and receivers of documents share: opinions, files, and the proof of a hand-over."""

from marshmallow import Schema, fields, validate

from engines.documents.kinds import ORIGINS
from engines.documents.proofs import FORMAT, MOST_STATEMENTS
from engines.documents.rendering import MEDIA_TYPES
from kit.fields import Bounded, Line

#: A text of the greatest length and its opinions are well below.
MOST_BYTES, DEEPEST = 2_000_000, 10


class DocumentOpinionIn(Schema):
    """An opinion, kept for ever."""

    opinion = Line(maximum=1000, load_default="", metadata={"example": "同意。"})


class DocumentReasonIn(Schema):
    """A reason, kept for ever."""

    opinion = Line(minimum=2, maximum=1000, required=True, metadata={"example": "第二条表述请再核实。"})


class DocumentOrigin(Schema):
    """How a document came to stand here."""

    origin = fields.String(
        required=True,
        validate=validate.OneOf(list(ORIGINS)),
        metadata={"description": "Drafted here, sent by its organ's own system, or brought as a package."},
    )
    signature_verified = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether a key of this system signed its package; null where it was drafted here."},
    )


class DocumentFileArgs(Schema):
    """In which form."""

    format = fields.String(
        load_default="pdf",
        validate=validate.OneOf(list(MEDIA_TYPES)),
        metadata={"description": "PDF/A-2b, DOCX, or OFD (GB/T 33190).", "example": "pdf"},
    )


class HandoverProof(Schema):
    """A proof of what happened between two organs with one document; docs/handover.md says how it is verified."""

    format = fields.String(required=True, validate=validate.Equal(FORMAT), metadata={"example": FORMAT})
    receipt = fields.String(
        required=True,
        validate=validate.Length(1, 40),
        metadata={"description": "The receipt that it is about.", "example": "0190b4f0-0000-7000-8000-000000000000"},
    )
    manifest = fields.Dict(
        required=True,
        validate=Bounded(MOST_BYTES, DEEPEST),
        metadata={"description": "Metadata (GB/T 33480), text, attachments and opinions of the package."},
    )
    statements = fields.List(
        fields.String(validate=validate.Length(1, 20_000)),
        required=True,
        validate=validate.Length(max=MOST_STATEMENTS),
        metadata={"description": "Signed statements (RFC 7515, ES256), oldest first.", "example": ["eyJhbGciOi…"]},
    )
    head = fields.String(
        required=True,
        validate=validate.Length(1, 20_000),
        metadata={
            "description": "A signed statement of how many there are and which is the last.",
            "example": "eyJhbGciOi…",
        },
    )
    keys = fields.List(
        fields.Dict(),
        required=True,
        validate=validate.Length(max=100),
        metadata={"description": "The keys that signed them (RFC 7517); compare them with the published key set."},
    )
