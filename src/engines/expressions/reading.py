"""Reading an expression: its tree is held against what is allowed, node by node, before anything is evaluated."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import celpy
from celpy.celparser import CELParseError
from lark import Token, Tree

from engines.expressions.functions import BOUND, FUNCTIONS

LONGEST = 500
#: Levels of the tree; about eight brackets inside each other, or thirty conditions in a row.
DEEPEST = 120
LARGEST_INTEGER = 2**63 - 1
_LITERALS = frozenset({"INT_LIT", "FLOAT_LIT", "STRING_LIT", "BOOL_LIT", "NULL_LIT"})
#: Parts of the language that an expression is made of; maps, messages and names with a leading dot are left out.
_NODES = frozenset(
    {
        *("expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary", "member"),
        *("relation_lt", "relation_le", "relation_gt", "relation_ge", "relation_eq", "relation_ne", "relation_in"),
        *("addition_add", "addition_sub", "multiplication_mul", "multiplication_div", "multiplication_mod"),
        *("unary_not", "unary_neg", "member_dot", "member_dot_arg", "member_index", "primary", "paren_expr"),
        *("literal", "ident", "ident_arg", "list_lit", "exprlist"),
    }
)
# The library writes arguments into its log where they do not fit, and they are personal data.
logging.getLogger("celpy").propagate = False
logging.getLogger("celpy").addHandler(logging.NullHandler())
_environment = celpy.Environment()

Path = tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """What one kind of expression reads and calls.

    ``roots`` says how long each path is that leads to a value: ``today``, ``form.field``, ``records.resource.field``;
    ``calls`` and ``methods`` how many arguments each has.
    """

    roots: Mapping[str, int]
    calls: Mapping[str, int]
    methods: Mapping[str, int]


RULES = Language(
    roots={"today": 1, "form": 2, "applicant": 2, "record": 2, "records": 3, "licences": 3},
    calls={"has": 1, "size": 1, "int": 1, "double": 1, **FUNCTIONS},
    methods={"contains": 1, "startsWith": 1, "endsWith": 1, "size": 0},
)


class ExpressionInvalid(ValueError):
    """An expression that is no rule; the text says what is wrong with it and the remedy what to write."""

    def __init__(self, wrong: str, remedy: str) -> None:
        """Keep both sentences."""
        super().__init__(wrong)
        self.wrong, self.remedy = wrong, remedy


@dataclass(frozen=True)
class Expression:
    """A rule that may be evaluated, and the paths that it reads."""

    text: str
    paths: frozenset[Path]
    runner: Any

    def reads(self, root: str) -> bool:
        """Tell whether the rule reads anything under a name."""
        return any(path[0] == root for path in self.paths)


@lru_cache(maxsize=4000)
def read_expression(text: str) -> Expression:
    """Return an expression, compiled once. Errors: :class:`ExpressionInvalid`."""
    tree, paths = checked_tree(text, RULES)
    return Expression(text, paths, _environment.program(tree, functions=dict(BOUND)))


def checked_tree(text: str, language: Language) -> tuple[Tree[Token], frozenset[Path]]:
    """Return the tree of an expression and the paths that it reads. Errors: :class:`ExpressionInvalid`."""
    if len(text) > LONGEST:
        message = f"a rule has at most {LONGEST} characters"
        raise ExpressionInvalid(message, "split it into several rules")
    if "\\" in text:
        # The grammar's own pattern for texts needs exponential time for backslashes.
        message = "a rule has no backslashes"
        raise ExpressionInvalid(message, "write the characters themselves")
    tree = _parsed(text)
    if _depth(tree) > DEEPEST:
        message = "the rule is nested too deeply"
        raise ExpressionInvalid(message, "split it into several rules")
    for node in tree.iter_subtrees():
        _check(node, language)
    return tree, frozenset(_paths(tree, language))


def _parsed(text: str) -> Tree[Token]:
    try:
        return _environment.compile(text)
    except CELParseError as error:
        message = f"the rule is no CEL expression (column {error.column or 1})"
        raise ExpressionInvalid(message, "mend it there") from None


def _depth(tree: Tree[Token]) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in node.children if isinstance(child, Tree)]
    return deepest


def _check(node: Tree[Token], language: Language) -> None:
    kind = str(node.data)
    if kind not in _NODES:
        message = f"a rule does not contain {kind}"
        raise ExpressionInvalid(message, "write it with comparisons, &&, || and !")
    if kind == "literal":
        _check_literal(node)
    elif kind == "ident_arg":
        _check_call(str(node.children[0]), arguments_of(node), language.calls, language)
        if node.children[0] == "has" and path_of(_only_member(arguments_of(node)[0])) is None:
            message = "has() asks for a field"
            raise ExpressionInvalid(message, "write has(records.resource.field)")
    elif kind == "member_dot_arg":
        _check_call(str(node.children[1]), arguments_of(node), language.methods, language)


def _check_literal(node: Tree[Token]) -> None:
    token = node.children[0]
    if not isinstance(token, Token) or token.type not in _LITERALS:
        message = "a rule has numbers, texts in single quotation marks, true, false and null"
        raise ExpressionInvalid(message, "write one of these")
    if token.type == "INT_LIT" and abs(int(token, 16 if "x" in token else 10)) > LARGEST_INTEGER:
        message = "the number is too large"
        raise ExpressionInvalid(message, "write one below 2^63")


def _check_call(name: str, arguments: list[Tree[Token]], known: Mapping[str, int], language: Language) -> None:
    if known.get(name) != len(arguments):
        message = f"a rule does not call {name} with {len(arguments)} arguments"
        raise ExpressionInvalid(message, f"there are {', '.join(sorted({*language.calls, *language.methods}))}")


def arguments_of(node: Tree[Token]) -> list[Tree[Token]]:
    """Return the arguments of a call."""
    last = node.children[-1]
    return [child for child in last.children if isinstance(child, Tree)] if isinstance(last, Tree) else []


def _paths(tree: Tree[Token], language: Language) -> Iterator[Path]:
    """Yield the path of every value that is read; the longest one where one leads through another."""
    waiting: list[Tree[Token]] = [tree]
    while waiting:
        node = waiting.pop()
        path = path_of(node) if node.data == "member" else None
        if path is None:
            if node.data in {"ident", "member_index"}:
                message = "a rule does not compute which field it reads"
                raise ExpressionInvalid(message, "name the field")
            waiting += [child for child in node.children if isinstance(child, Tree)]
            continue
        if language.roots.get(path[0]) != len(path):
            message = f"a rule does not read {'.'.join(path)}"
            raise ExpressionInvalid(message, f"read a field of {', '.join(sorted(language.roots))}")
        yield path


def path_of(member: Tree[Token] | None) -> Path | None:
    """Return what a member reads as a path of names, or None when it is something else."""
    if member is None or member.data != "member" or not isinstance(member.children[0], Tree):
        return None
    inner = member.children[0]
    if inner.data == "primary":
        named = inner.children[0]
        return (str(named.children[0]),) if isinstance(named, Tree) and named.data == "ident" else None
    if inner.data not in {"member_dot", "member_index"} or not isinstance(inner.children[0], Tree):
        return None
    before, last = path_of(inner.children[0]), inner.children[1]
    name = str(last) if isinstance(last, Token) else _text(last)
    return None if before is None or name is None else (*before, name)


def _only_member(node: Tree[Token]) -> Tree[Token] | None:
    """Return the member that an expression consists of alone, or None."""
    while node.data != "member":
        if len(node.children) != 1 or not isinstance(node.children[0], Tree):
            return None
        node = node.children[0]
    return node


def _text(node: Any) -> str | None:
    """Return the text that an expression consists of alone, or None."""
    while len(node.children) == 1:
        (child,) = node.children
        if isinstance(child, Token):
            return str(child)[1:-1] if child.type == "STRING_LIT" else None
        node = child
    return None
