"""Batches as folders of files: written aside, then handed over whole by one rename, with a manifest."""

import csv
import hashlib
import io
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

import orjson

from gateways.national_collection.tables import COLUMNS

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class NationalCollectionSettings:
    """Variables ``NATIONAL_COLLECTION_…``; the folder is where the exchange of databases fetches from."""

    folder: Path
    format: Literal["jsonl", "csv"] = "jsonl"
    #: 133 is Zhejiang.
    data_source: str = "133"
    #: From this hour of the day on (Beijing time) the worker makes the day's batches.
    hour: int = 1
    #: What happened within this time may still be on its way into the database, and is left to the next batch.
    settle_seconds: int = 300
    most_events: int = 50_000
    #: 办结结果 (the newer list), 申报方式 and 收取方式: to be confirmed at connection.
    results: tuple[str, ...] = ("granted=0", "refused=1", "withdrawn=5", "returned=5", "not_accepted=6")
    apply_types: tuple[str, ...] = ("window=1", "pc=2", "mobile=3")
    get_types: tuple[str, ...] = ("upload=2", "other=1")

    def code(self, listed: str, word: str) -> str:
        """Return the collection's code for a word of ours in one of the lists."""
        codes = dict(pair.split("=", 1) for pair in getattr(self, listed))
        return str(codes.get(word, codes.get("other", "")))


class Batch:
    """One batch that is being written; leaving it without a fault hands it over."""

    def __init__(self, settings: NationalCollectionSettings, number: str) -> None:
        """Begin anew: what a writer that died left aside is thrown away."""
        self._settings, self._number = settings, number
        self._aside = settings.folder / f".{number}"
        self._files: dict[str, BinaryIO] = {}
        self._sums = {table: hashlib.sha256() for table in COLUMNS}
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Open a file for each table; they hold personal data, so that nobody else may read them."""
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir(parents=True, mode=0o700)
        for table, columns in COLUMNS.items():
            path = self._aside / self._name(table)
            self._files[table] = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            if self._settings.format == "csv":
                self._write(table, _csv_line(columns))
        return self

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Write one row. Errors: KeyError for a column that the table does not have."""
        columns = COLUMNS[table]
        if not row.keys() <= set(columns):
            raise KeyError(*sorted(row.keys() - set(columns)))
        if self._settings.format == "csv":
            line = _csv_line(["" if row.get(name) is None else str(row[name]) for name in columns])
        else:
            line = orjson.dumps({name: row.get(name) for name in columns}) + b"\n"
        self._write(table, line)
        self.counts[table] += 1

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        """Close the files and hand the batch over, or throw it away after a fault."""
        for file in self._files.values():
            file.close()
        if kind is not None:
            shutil.rmtree(self._aside, ignore_errors=True)
            return
        tables = {
            table: {"file": self._name(table), "rows": self.counts[table], "sha256": self._sums[table].hexdigest()}
            for table in COLUMNS
        }
        manifest = {"batch": self._number, "format": self._settings.format, "tables": tables}
        (self._aside / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        self._aside.rename(self._settings.folder / self._number)

    def _name(self, table: str) -> str:
        return f"{table}.{self._settings.format}"

    def _write(self, table: str, line: bytes) -> None:
        self._files[table].write(line)
        self._sums[table].update(line)


class BatchFiles:
    """The folder of batches."""

    def __init__(self, settings: NationalCollectionSettings) -> None:
        """Touch nothing yet."""
        self.settings = settings

    def batch(self, number: str) -> Batch:
        """Return a batch to be written in a ``with`` block."""
        return Batch(self.settings, number)

    def handed_over(self, number: str) -> Mapping[str, Any] | None:
        """Return the manifest of a batch that was handed over, or None; who fetched it may have taken it away."""
        path = self.settings.folder / number / MANIFEST
        return orjson.loads(path.read_bytes()) if path.is_file() else None


def _csv_line(values: Any) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue().encode()
