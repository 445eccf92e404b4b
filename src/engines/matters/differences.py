"""What differs between two contents of a matter, place by place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def differences(before: Any, after: Any) -> list[dict[str, Any]]:
    """Return what differs as ``{pointer, kind: added | removed | changed, before, after}`` (RFC 6901 pointers).

    Items of a list that have codes of their own (materials, steps) are compared by code, wherever they moved; a
    pointer counts places in ``after``, and in ``before`` for what was removed.
    """
    return [*_compare("", before, after)]


def _compare(pointer: str, before: Any, after: Any) -> Iterator[dict[str, Any]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _members(pointer, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _items(pointer, before, after)
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield {"pointer": pointer, "kind": "changed", "before": before, "after": after}


def _members(pointer: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in [*before, *(name for name in after if name not in before)]:
        place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if name not in after:
            yield _removed(place, before[name])
        elif name not in before:
            yield _added(place, after[name])
        else:
            yield from _compare(place, before[name], after[name])


def _items(pointer: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[dict[str, Any]]:
    coded = _codes(before), _codes(after)
    if coded[0] is None or coded[1] is None:
        old, new = list(range(len(before))), list(range(len(after)))
    else:
        old, new = coded[0], coded[1]
    places = {key: place for place, key in enumerate(old)}
    for place, key in enumerate(old):
        if key not in new:
            yield _removed(f"{pointer}/{place}", before[place])
    for place, key in enumerate(new):
        if key not in places:
            yield _added(f"{pointer}/{place}", after[place])
        else:
            yield from _compare(f"{pointer}/{place}", before[places[key]], after[place])


def _codes(items: Sequence[Any]) -> list[Any] | None:
    """Return the codes of a list's items, or None where they have none that tell them apart."""
    codes = [item.get("code") if isinstance(item, Mapping) else None for item in items]
    told_apart = all(isinstance(code, str) for code in codes) and len(set(codes)) == len(codes)
    return codes if told_apart else None


def _added(pointer: str, value: Any) -> dict[str, Any]:
    return {"pointer": pointer, "kind": "added", "before": None, "after": value}


def _removed(pointer: str, value: Any) -> dict[str, Any]:
    return {"pointer": pointer, "kind": "removed", "before": value, "after": None}
