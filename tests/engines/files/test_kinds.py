"""Whether a content is what its name says, kind by kind."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.files import OFFICE_FILES
from engines.files.kinds import FileKindForbidden, FileNotWhatItSays, media_type_of
from tests.engines.files.office import (
    DOCX,
    OFD,
    TYPES,
    XLSX,
    archive,
    changed,
    encrypted,
    named_twice,
    parts_of,
    typed,
    with_macros,
)

OFD_FILE = archive({"OFD.xml": OFD, "Doc_0/Document.xml": b"<xml/>"})
TAKEN = {
    "函.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "表.XLSX": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "文.ofd": (OFD_FILE, "application/ofd"),
    "注.txt": ("一、附注\r\n\t第二行".encode(), "text/plain"),
    "旧.txt": ("一、附注".encode("gb18030"), "text/plain"),
}
DOCUMENT, MAIN = "word/document.xml", "wordprocessingml.document.main"
DAMAGED = {
    "another_program's.docx": XLSX,
    "cut.docx": DOCX[:-30],
    "its_main_part_missing.docx": changed(DOCX, document=None),
    "its_main_part_empty.docx": changed(DOCX, document=b""),
    "its_main_part_cut.docx": changed(DOCX, document=parts_of(DOCX)[DOCUMENT][:-9]),
    "its_main_part_something_else.docx": changed(DOCX, document=b"<html/>"),
    "its_main_part_no_xml.xlsx": changed(XLSX, workbook=b"\x00\x01\x02"),
    "its_main_part_with_entities.docx": changed(
        DOCX, document=b'<!DOCTYPE d [<!ENTITY x "y">]><document>&x;</document>'
    ),
    "its_main_part_from_outside.docx": changed(DOCX, document=b'<!DOCTYPE d SYSTEM "file:///etc/hostname"><document/>'),
    "its_types_missing.docx": changed(DOCX, Content_Types=None),
    "its_types_cut.xlsx": changed(XLSX, Content_Types=parts_of(XLSX)[TYPES][:-9]),
    "a_bomb.docx": changed(DOCX, document=b"<document>" + b"<p/>" * 5_000_000 + b"</document>"),
    "encrypted.docx": encrypted(DOCX),
    "encrypted.xlsx": encrypted(XLSX),
    "encrypted.ofd": encrypted(OFD_FILE),
    "named_twice.docx": named_twice(DOCX, DOCUMENT, DOCUMENT),
    "named_twice_in_capitals.docx": named_twice(DOCX, DOCUMENT, "word/Document.XML"),
    "named_twice.ofd": named_twice(OFD_FILE, "OFD.xml", "OFD.xml"),
}
MACROS = {
    "project.docx": archive({**parts_of(DOCX), "word/vbaProject.bin": b""}),
    "project_by_another_name.docx": with_macros(DOCX, "word/media/image1.png"),
    "project_by_another_name.xlsx": with_macros(XLSX, "xl/theme/theme2.xml"),
    "enabled.docx": typed(
        DOCX, "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
    ),
    "enabled_in_capitals.xlsx": typed(
        XLSX, "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.MACROENABLED.main"
    ),
    "sheet_of_macros.xlsx": typed(XLSX, "openxmlformats-officedocument.spreadsheetml.worksheet", "ms-excel.macrosheet"),
}
OTHERS = {
    "another.ofd": b"%PDF-1.4\n%%EOF",
    "empty.txt": b"",
    "program.txt": b"MZ\x90\x00\x03",
    "damaged.txt": b"\xff\xff\xff",
    "white_space.txt": b"\xef\xbb\xbf \t\r\n\r\n",
    "wide_space.txt": "\u3000\u3000\r\n".encode("gb18030"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_offices_attach_is_taken_for_what_it_is(name: str) -> None:
    content, media_type = TAKEN[name]
    assert media_type_of(name, content, OFFICE_FILES) == media_type


@pytest.mark.parametrize("name", TAKEN)
def test_citizens_send_pictures_and_pages_only(name: str) -> None:
    with pytest.raises(FileKindForbidden) as refused:
        media_type_of(name, TAKEN[name][0])
    assert "PDF、JPG、PNG" in refused.value.sentence("zh")


REFUSED = {**DAMAGED, **MACROS, **OTHERS}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_what_it_says_is_refused(name: str) -> None:
    with pytest.raises(FileNotWhatItSays):
        media_type_of(name, REFUSED[name], OFFICE_FILES)


@pytest.mark.parametrize("name", [name for name in MACROS if name != "project.docx"])
def test_what_is_refused_for_its_macros_is_whole_otherwise(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(MACROS[name])) as opened:
        assert opened.testzip() is None


KINDS = st.sampled_from([ending for ending in OFFICE_FILES if ending != ".jpeg"])


@settings(deadline=None)
@given(KINDS, st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_in_words(ending: str, content: bytes) -> None:
    with contextlib.suppress(FileNotWhatItSays):
        media_type_of(f"件{ending}", content, OFFICE_FILES)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["函.docx", "表.XLSX", "文.ofd"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_a_damaged_archive_is_taken_or_refused_in_words(
    name: str, strokes: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(TAKEN[name][0])
    # The directory at the end decides how the rest is read, so every other stroke falls there.
    for turn, (place, value) in enumerate(strokes):
        span = len(damaged) if turn % 2 else min(len(damaged), 1500)
        damaged[len(damaged) - 1 - int(place * span)] = value
    for content in (bytes(damaged), bytes(damaged[: int(kept * len(damaged))])):
        with contextlib.suppress(FileNotWhatItSays):
            media_type_of(name, content, OFFICE_FILES)


@settings(deadline=None)
@given(st.sampled_from([DOCUMENT, TYPES]), st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_part_is_taken_or_refused_in_words(part: str, said: bytes) -> None:
    with contextlib.suppress(FileNotWhatItSays):
        media_type_of("函.docx", archive({**parts_of(DOCX), part: said}), OFFICE_FILES)
