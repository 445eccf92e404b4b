"""The form in which a listing that can be taken out as a file is written down."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema
from sqlalchemy import Row

from auth import Subject
from engines.exports.columns import Column, Names
from kit.crypto import Vault
from kit.database import Unit


@dataclass(frozen=True)
class Listing:
    """A list that officers read and may take out; making and writing an export know nothing else of it.

    ``title`` names its file, ``sheet`` its pages in a workbook, ``note`` what the workbook says of its use.
    """

    code: str
    title: str
    sheet: str
    note: str
    #: What an officer needs to take it out, and what to read it.
    permission: str
    reading: str
    columns: Mapping[str, Column]
    #: The filters as they are sent; kept as it dumps them, and loaded again at every step.
    filters: Schema
    #: Turns loaded filters, which stand at a place in the request, into a search. Errors: what the list refuses.
    search: Callable[[Subject, Mapping[str, Any], str], Any]
    #: The next rows in an officer's scope after an id. In one order, so that a row that appears meanwhile moves none.
    rows_after: Callable[[Unit, Subject, Any, uuid.UUID | None, int], Sequence[Row[Any]]]
    #: How many there are, counted to the end.
    count: Callable[[Unit, Subject, Any], int]
    #: What the cells of some rows need beside the rows, in one statement of each kind.
    names: Callable[[Unit, Vault, Sequence[Row[Any]]], Names]

    @property
    def permissions(self) -> frozenset[str]:
        """Return all that an officer needs."""
        return frozenset((self.permission, self.reading))
