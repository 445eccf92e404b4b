"""Finding words in Chinese text, of one character or many, with what both databases can do by themselves.

PostgreSQL's trigrams scan for words of two characters and SQLite's lose them. So a text becomes a row of overlapping
pairs (``不动 动产 产登 登记 记``), each at its place: a word is there where its pairs follow one another.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Dialect, SQLColumnExpression, Text, TypeDecorator, cast, literal
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.types import TypeEngine

#: What stands between two runs tells no words apart: spaces, punctuation, brackets.
_RUNS = re.compile(r"[一-鿿㐀-䶿]+|[a-z0-9]+")
#: PostgreSQL keeps places up to 16,383; longer texts are cut into parts that overlap by the longest term.
PART = 12_000
LONGEST_TERM = 60
MOST_TERMS = 8


def runs_of(text: str) -> list[str]:
    """Return the runs of Chinese characters and of Latin letters and digits in a text, in lower case."""
    return _RUNS.findall(text.lower())


def parts_of(text: str) -> Iterator[str]:
    """Cut a text into parts that can be stored as :class:`Words`; a term is whole in one of them."""
    for begin in range(0, max(len(text), 1), PART - LONGEST_TERM):
        yield text[begin : begin + PART]
        if begin + PART >= len(text):
            return


class Words(TypeDecorator[str]):
    """A text by its words: a ``tsvector`` on PostgreSQL, runs with spaces between them on SQLite; written, not read."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write a text as the database keeps it."""
        if value is None:
            return None
        runs = runs_of(value)
        if dialect.name == "postgresql":
            lexemes = [lexeme for run in runs for lexeme in _lexemes(run)]
            return " ".join(f"'{lexeme}':{place}" for place, lexeme in enumerate(lexemes, 1))
        return f" {' '.join(runs)} "


def terms_of(asked: str) -> list[str]:
    """Return what a query asks for: what stands between its spaces, each to be found as it is written."""
    return [term[:LONGEST_TERM] for term in asked.split() if runs_of(term)][:MOST_TERMS]


def has_term(column: SQLColumnExpression[str], term: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition that a column of :class:`Words` holds a term."""
    runs = runs_of(term)
    if dialect == "postgresql":
        return column.bool_op("@@")(cast(literal(_phrase(runs), Text), TSQUERY))
    sought = " ".join(runs)
    left, right = (" " if run.isascii() else "" for run in (runs[0], runs[-1]))
    return cast(column, Text).like(f"%{left}{sought}{right}%")


def _lexemes(run: str) -> list[str]:
    return [run] if run.isascii() else [run[place : place + 2] for place in range(len(run))]


def _phrase(runs: list[str]) -> str:
    """Return a term as ``tsquery``: its last run may go on in the text, so its last character is left open."""
    *before, last = runs
    lexemes = [f"'{lexeme}'" for run in before for lexeme in _lexemes(run)]
    if last.isascii():
        lexemes.append(f"'{last}'")
    elif len(last) == 1:
        lexemes.append(f"'{last}':*")
    else:
        lexemes += [f"'{lexeme}'" for lexeme in _lexemes(last)[:-1]]
    return " <-> ".join(lexemes)
