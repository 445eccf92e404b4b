"""Checking what a person filled in: all findings, each with its place and a sentence, never with the value."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from auth import CertificateInvalid, check_certificate
from kit.errors import Pointer, Unprocessable

CACHE_SIZE = 1000
#: Our own formats, by the certificate kind that they check.
_CERTIFICATE_FORMATS = {"resident-id": "resident_id", "uscc": "uscc"}
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "required": ("此项必填。", "This is required."),
    "type": ("类型不正确。", "This is of the wrong type."),
    "pattern": ("格式不正确。", "This does not have the right form."),
    "format": ("格式或校验位不正确。", "The form or the check digit is wrong."),
    "enum": ("请从选项中选择。", "Choose one of the options."),
    "const": ("取值不正确。", "This must have the stated value."),
    "minLength": ("填写的内容太短。", "This is too short."),
    "maxLength": ("填写的内容太长。", "This is too long."),
    "minimum": ("数值过小。", "This is too small."),
    "maximum": ("数值过大。", "This is too large."),
    "exclusiveMinimum": ("数值过小。", "This is too small."),
    "multipleOf": ("数值精度不正确。", "This is not a multiple of the allowed step."),
    "minItems": ("所选项目太少。", "There are too few items."),
    "maxItems": ("所选项目太多。", "There are too many items."),
    "uniqueItems": ("项目不能重复。", "Items must not repeat."),
    "additionalProperties": ("有该表单不需要的内容。", "There are fields that the form does not have."),
    "unevaluatedProperties": ("有该表单不需要的内容。", "There are fields that the form does not have."),
}
#: A schema that is ``false`` forbids its field.
_KEYWORDS = {"falseSchema": "additionalProperties"}
_OTHER = ("填写有误。", "This is not valid.")


class FormInvalid(Unprocessable):
    """The form breaks its schema; every finding is pointed at."""

    code = "form-invalid"
    zh = "表单填写有误，请按提示修改后重新提交。"
    en = "The form is not valid. Correct the fields named below and send it again."


_compiled: OrderedDict[str, jsonschema_rs.Draft202012Validator] = OrderedDict()
_lock = threading.Lock()


def compile_form(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Return a compiled schema with our formats. Errors: ValueError for a schema that is none."""
    formats = {name: _certificate_check(kind) for name, kind in _CERTIFICATE_FORMATS.items()}
    # Offline: whoever writes a form must not make the server fetch an address.
    return jsonschema_rs.Draft202012Validator(dict(schema), formats=formats, validate_formats=True, offline=True)


def check_form(key: str, schema: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Refuse a form that breaks its schema. ``key`` names the schema (a revision's id), which is compiled once.

    Errors: :class:`FormInvalid` with every finding under ``/form``.
    """
    found = form_findings(key, schema, values)
    if found:
        raise FormInvalid(pointers=found)


def form_findings(key: str, schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[Pointer]:
    """Return everything that a form breaks of its schema, under ``/form``; nothing for a good one."""
    validator = _compiled.get(key)
    if validator is None:
        validator = compile_form(schema)
        with _lock:
            _compiled[key] = validator
            while len(_compiled) > CACHE_SIZE:
                _compiled.popitem(last=False)
    if validator.is_valid(values):
        return []
    return [pointer for error in validator.iter_errors(values) for pointer in _pointers(error)]


def _pointers(error: Any) -> Iterator[Pointer]:
    """Point at every field that a finding is about: one of each name that is missing or not wanted."""
    keyword = _KEYWORDS.get(error.kind.name, error.kind.name)
    missing = getattr(error.kind, "property", None)
    names = getattr(error.kind, "unexpected", None) or ([] if missing is None else [missing])
    for name in names or [None]:
        path = [*error.instance_path, *([] if name is None else [name])]
        place = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
        zh, en = _SENTENCES.get(keyword, _OTHER)
        yield Pointer(f"/form{place}", keyword, zh, en)


def _certificate_check(kind: str) -> Any:
    def holds(value: str) -> bool:
        try:
            # What is stored is what was sent, so it must stand in its normal form.
            return check_certificate(kind, value) == value
        except CertificateInvalid:
            return False

    return holds
