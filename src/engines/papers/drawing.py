"""Drawing a paper with Noto Serif SC, installed with the product, so that it looks the same on every machine."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from obstore.store import LocalStore

from kit.context import Context

FONTS = str(pylopdf_fonts_zh_cn.serif_path().parent)


def drawn_paper(
    context: Context, folder: str, key: str, template: Path, content: Callable[[], Mapping[str, Any]]
) -> bytes:
    """Return the PDF kept under ``folder`` and ``key``; the first reader, or a job, draws it.

    ``template`` is a typst file that reads ``sys.inputs.paper``, the JSON of what ``content`` returns.
    """
    store = _store(context, folder)
    try:
        return bytes(store.get(f"{key}.pdf").bytes())
    except FileNotFoundError:
        said = json.dumps(content(), ensure_ascii=False)
        drawn = bytes(
            typst.compile(str(template), font_paths=[FONTS], sys_inputs={"paper": said}, ignore_system_fonts=True)
        )
        store.put(f"{key}.pdf", drawn)
        return drawn


def _store(context: Context, folder: str) -> LocalStore:
    place = context.settings.data_dir / folder
    return context.part(f"papers.{folder}", lambda: LocalStore(place.absolute(), mkdir=True))
