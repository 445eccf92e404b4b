"""Formulas: expressions that come to a number, in exact fractions, for what people are measured by.

The grammar is that of the rules. A number is exact (``7 / 2`` is three and a half, ``0.1`` a tenth); ``? :``, ``&&``
and ``||`` look no further than they must; ``null`` says on purpose that there is no figure.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from lark import Token, Tree

from engines.expressions.reading import ExpressionInvalid, Language, Path, arguments_of, checked_tree, path_of

#: Why a formula comes to no number: it names what is not there, divides by zero, takes a truth for a number, says so.
Why = Literal["missing", "divides_by_zero", "no_number", "said"]
Values = Mapping[str, Any]
_Step = Callable[[Values], Fraction | bool]
_Builder = Callable[..., _Step]

CALLS: Mapping[str, int] = {"min": 2, "max": 2}
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?\Z")


class _Unknown(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def _divide(left: Fraction, right: Fraction) -> Fraction:
    if not right:
        raise _Unknown("divides_by_zero")
    return left / right


_OPERATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction | bool]] = {
    "addition_add": operator.add,
    "addition_sub": operator.sub,
    "multiplication_mul": operator.mul,
    "multiplication_div": _divide,
    "relation_lt": operator.lt,
    "relation_le": operator.le,
    "relation_gt": operator.gt,
    "relation_ge": operator.ge,
    "relation_eq": operator.eq,
    "relation_ne": operator.ne,
}


@dataclass(frozen=True)
class Formula:
    """A formula that may be evaluated, and the paths that it reads."""

    text: str
    paths: frozenset[Path]
    step: _Step

    def evaluate(self, values: Values) -> tuple[Fraction | None, Why | None]:
        """Return the number, or None and why there is none; never an error.

        ``values`` are fractions by the names of the language, or fractions by name below them; None is not there.
        """
        try:
            return _number(self.step(values)), None
        except _Unknown as unknown:
            return None, unknown.why


def read_formula(text: str, roots: Mapping[str, int]) -> Formula:
    """Return a formula over these names (see :class:`Language`). Errors: :class:`ExpressionInvalid`."""
    return _read(text, tuple(sorted(roots.items())))


@lru_cache(maxsize=1000)
def _read(text: str, roots: tuple[tuple[str, int], ...]) -> Formula:
    tree, paths = checked_tree(text, Language(dict(roots), CALLS, {}))
    return Formula(text, paths, _made(tree))


def _made(node: Tree[Token]) -> _Step:
    """Return what a node of the tree comes to as a function of the values."""
    kind, parts = str(node.data), [child for child in node.children if isinstance(child, Tree)]
    leaf = _leaf(kind, node)
    if leaf is not None:
        return leaf
    if (kind, len(parts)) in _BUILDERS:
        return _BUILDERS[kind, len(parts)](*parts)
    if len(parts) == 1 and kind not in {"list_lit", "exprlist"}:
        return _made(parts[0])
    named = str(parts[0].data) if len(parts) == 2 else kind
    if named in _OPERATIONS:
        (left,) = (child for child in parts[0].children if isinstance(child, Tree))
        return _pair(_OPERATIONS[named], _made(left), _made(parts[1]))
    message = f"a formula does not contain {named}"
    raise ExpressionInvalid(message, "write it with + - * /, comparisons, ? :, min and max")


def _leaf(kind: str, node: Tree[Token]) -> _Step | None:
    """Return what a value, a number or a call comes to; None for a node that is none of these."""
    if kind == "literal":
        return _literal(node.children[0])
    if kind == "ident_arg":
        return _pair(min if node.children[0] == "min" else max, *map(_made, arguments_of(node)))
    path = path_of(node) if kind == "member" else None
    return None if path is None else _reading(path)


def _literal(token: Any) -> _Step:
    if token.type == "BOOL_LIT":
        truth = str(token) == "true"
        return lambda _values: truth
    if token.type == "NULL_LIT":
        return _said
    if not _NUMBER.match(str(token)):
        message = "a formula has numbers such as 3 and 0.25"
        raise ExpressionInvalid(message, "write the digits, without exponents and texts")
    number = Fraction(str(token))
    return lambda _values: number


def _said(_values: Values) -> Fraction:
    raise _Unknown("said")


def _reading(path: Path) -> _Step:
    def read(values: Values) -> Fraction:
        found: Any = values
        for name in path:
            found = None if found is None else found.get(name)
        if found is None:
            raise _Unknown("missing")
        return Fraction(found)

    return read


def _pair(work: Callable[[Fraction, Fraction], Fraction | bool], left: _Step, right: _Step) -> _Step:
    return lambda values: work(_number(left(values)), _number(right(values)))


def _turned(sign: Tree[Token], node: Tree[Token]) -> _Step:
    inner = _made(node)
    if sign.data == "unary_not":
        return lambda values: not _truth(inner(values))
    return lambda values: -_number(inner(values))


def _choice(*nodes: Tree[Token]) -> _Step:
    condition, first, second = map(_made, nodes)
    return lambda values: first(values) if _truth(condition(values)) else second(values)


def _joined(until: bool) -> _Builder:  # noqa: FBT001 -- the truth at which the two stop
    def build(*nodes: Tree[Token]) -> _Step:
        left, right = map(_made, nodes)
        return lambda values: until if _truth(left(values)) is until else _truth(right(values))

    return build


#: By the kind of a node and how many parts it has.
_BUILDERS: Mapping[tuple[str, int], _Builder] = {
    ("unary", 2): _turned,
    ("expr", 3): _choice,
    ("conditionalor", 2): _joined(True),
    ("conditionaland", 2): _joined(False),
}


def _number(found: object) -> Fraction:
    if not isinstance(found, Fraction):
        raise _Unknown("no_number")
    return found


def _truth(found: object) -> bool:
    if not isinstance(found, bool):
        raise _Unknown("no_number")
    return found
