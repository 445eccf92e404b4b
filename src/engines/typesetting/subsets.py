"""Fonts cut down to the glyphs of one file, for embedding."""

import io
from collections.abc import Iterable
from functools import cache

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from engines.typesetting.faces import Face, Faces


def face_named(faces: Faces, postscript_name: str) -> Face:
    """Return the face that a PDF calls by its PostScript name."""
    for face in (*faces.of.values(), *faces.every):
        if _postscript_name(face) == postscript_name:
            return face
    message = f"no installed face is called {postscript_name}"
    raise LookupError(message)


def font_subset(face: Face, text: Iterable[str]) -> bytes:
    """Return a font file with the glyphs of ``text`` alone; the same text gives the same bytes."""
    options = Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6], recalc_timestamp=False
    )
    cutter = Subsetter(options)
    cutter.populate(text="".join(sorted(set(text))))
    out = io.BytesIO()
    with TTFont(face.path, fontNumber=face.index, lazy=True, recalcTimestamp=False) as font:
        cutter.subset(font)
        font.save(out)
    return out.getvalue()


@cache
def _postscript_name(face: Face) -> str:
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        return str(font["name"].getDebugName(6))
