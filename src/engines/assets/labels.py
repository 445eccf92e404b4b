"""Labels of assets: a QR code with the address of the card, its number and what it is; alone, as SVG, or in sheets."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno
from sqlalchemy import Row

from auth import Subject
from engines.assets.answers import ASSETS
from engines.assets.listing import AssetFilter, list_assets
from engines.assets.refusals import TooManyLabels
from engines.typesetting import Label, render_labels
from kit import clock
from kit.context import Context
from kit.database import Unit

#: Ten pages of thirty.
MOST_LABELS = 300


def asset_code(context: Context, row: Row[Any]) -> bytes:
    """Return the QR code of an asset as SVG: the address of its card."""
    drawn = io.BytesIO()
    address = f"{context.settings.public_url}{_path(row)}"
    segno.make(address, error="m").save(drawn, kind="svg", border=1, scale=4, title=row.number)
    return drawn.getvalue()


def draw_labels(context: Context, rows: Sequence[Row[Any]], names: Mapping[str, str]) -> bytes:
    """Draw the labels of some assets as PDF, thirty a page; ``names`` are the departments'."""
    labels = [
        Label(
            asset_code(context, row).decode(),
            row.number,
            [said for said in (row.name, row.model, names.get(row.department_code)) if said],
            _path(row),
        )
        for row in rows
    ]
    return render_labels("资产标签", labels, clock.now(), context.settings.fonts_dir)


def labels_of(context: Context, unit: Unit, subject: Subject, wanted: AssetFilter, names: Mapping[str, str]) -> bytes:
    """Draw the labels of all assets that a filter finds, newest first. Errors: :class:`TooManyLabels`."""
    rows = list_assets(unit, subject, wanted, None, MOST_LABELS + 1)
    if len(rows) > MOST_LABELS:
        raise TooManyLabels(most=MOST_LABELS)
    return draw_labels(context, rows, names)


def _path(row: Row[Any]) -> str:
    return f"{ASSETS}/{row.id}"
