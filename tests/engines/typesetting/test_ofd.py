import base64
import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from itertools import accumulate

import pytest
from cryptography.hazmat.primitives import hashes
from fontTools.ttLib import TTFont

from engines.typesetting import OfdAttachment, OfdSigner, Seal, render_ofd, render_pdf, seal_image, watermarked
from engines.typesetting.placement import Run, placed_pages
from engines.typesetting.seals import seal_png
from tests.engines.typesetting.sheets import NOTICE, REQUEST

NS = {"ofd": "http://www.ofdspec.org/2016"}
SEALED = replace(REQUEST, organs=(replace(REQUEST.organs[0], seal=Seal(seal_png(Seal(seal_image("舟山市人民政府"))))),))
SIGNER = OfdSigner("演示签名", lambda said: b"signed:" + said[:5])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return unpacked(render_ofd(SEALED, attachments=(OfdAttachment("规划图.PDF", b"%PDF-"),), signer=SIGNER).content)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def test_every_xml_is_well_formed_in_the_name_space_and_ids_are_unique(files: dict[str, bytes]) -> None:
    ids: list[str] = []
    for name, content in files.items():
        if name.endswith(".xml"):
            root = ET.fromstring(content)  # noqa: S314
            assert all(item.tag.startswith("{http://www.ofdspec.org/2016}") for item in root.iter())
            assert content.count(b"xmlns:ofd=") == 1
            ids += [value for item in root.iter() if (value := item.get("ID")) and "Signs" not in name]
    assert len(ids) == len(set(ids))
    most = ET.fromstring(files["Doc_0/Document.xml"]).findtext(".//ofd:MaxUnitID", namespaces=NS)  # noqa: S314
    assert most is not None
    assert max(map(int, ids)) == int(most)


def test_every_place_that_is_named_is_a_file_of_the_package(files: dict[str, bytes]) -> None:
    document = ET.fromstring(files["Doc_0/Document.xml"])  # noqa: S314
    named = [f"Doc_0/{page.get('BaseLoc')}" for page in document.iterfind(".//ofd:Page", NS)]
    for resource in ("PublicRes", "DocumentRes"):
        root = ET.fromstring(files[f"Doc_0/{resource}.xml"])  # noqa: S314
        named += [
            f"Doc_0/Res/{item.text}" for tag in ("FontFile", "MediaFile") for item in root.iterfind(f".//ofd:{tag}", NS)
        ]
    attached = ET.fromstring(files["Doc_0/Attachs/Attachments.xml"])  # noqa: S314
    named += [f"Doc_0/Attachs/{item.text}" for item in attached.iterfind(".//ofd:FileLoc", NS)]
    assert len(named) >= 6
    assert set(named) <= set(files)


def test_text_reads_back_in_order_and_every_glyph_stands_where_the_pdf_has_it(files: dict[str, bytes]) -> None:
    for at, placed in enumerate(placed_pages(render_pdf(SEALED).content)):
        root = ET.fromstring(files[f"Doc_0/Pages/Page_{at}/Content.xml"])  # noqa: S314
        read = list(root.iterfind(".//ofd:TextObject", NS))
        assert len(read) == len(placed.runs)
        for item, run in zip(read, placed.runs, strict=True):
            _check_text(item, run)


def _check_text(item: ET.Element, run: Run) -> None:
    code = item.find("ofd:TextCode", NS)
    assert code is not None
    assert code.text == run.text
    left, top, _, _ = map(float, item.get("Boundary", "").split())
    squeeze = float(item.get("CTM", "1").split()[0])
    steps = [float(step) * squeeze for step in code.get("DeltaX", "").split()]
    assert top + float(code.get("Y", "0")) == pytest.approx(run.y, abs=0.1)
    assert list(accumulate([left, *steps])) == pytest.approx(list(run.xs), abs=0.3)


def test_embedded_fonts_hold_the_glyphs_that_the_pages_use(files: dict[str, bytes]) -> None:
    fonts = ET.fromstring(files["Doc_0/PublicRes.xml"])  # noqa: S314
    covers = {
        font.get("ID"): TTFont(
            io.BytesIO(files[f"Doc_0/Res/{font.findtext('ofd:FontFile', namespaces=NS)}"])
        ).getBestCmap()
        for font in fonts.iterfind(".//ofd:Font", NS)
    }
    root = ET.fromstring(files["Doc_0/Pages/Page_0/Content.xml"])  # noqa: S314
    for item in root.iterfind(".//ofd:TextObject", NS):
        text = item.findtext("ofd:TextCode", namespaces=NS) or ""
        assert all(ord(sign) in covers[item.get("Font")] for sign in text)


def test_the_signature_lists_the_digest_of_every_file_and_bears_what_the_signer_said(files: dict[str, bytes]) -> None:
    said = files["Doc_0/Signs/Sign_0/Signature.xml"]
    listed = {
        item.get("FileRef"): item.findtext("ofd:CheckValue", namespaces=NS)
        for item in ET.fromstring(said).iterfind(".//ofd:Reference", NS)  # noqa: S314
    }
    unsigned = {name for name in files if not name.startswith("Doc_0/Signs/")}
    assert {f"/{name}" for name in unsigned} == set(listed)
    for name in unsigned:
        digest = hashes.Hash(hashes.SM3())
        digest.update(files[name])
        assert listed[f"/{name}"] == base64.b64encode(digest.finalize()).decode()
    assert files["Doc_0/Signs/Sign_0/SignedValue.dat"] == b"signed:" + said[:5]
    assert b"Doc_0/Signs/Signatures.xml" in files["OFD.xml"]


def test_without_a_signer_there_is_no_signature_but_a_slot_on_demand() -> None:
    assert not any("Signs" in name for name in unpacked(render_ofd(REQUEST).content))
    slot = unpacked(render_ofd(REQUEST, slot=True).content)
    assert "Doc_0/Signs/Sign_0/Signature.xml" in slot
    assert "Doc_0/Signs/Sign_0/SignedValue.dat" not in slot


def test_the_same_sheet_gives_the_same_ofd() -> None:
    assert render_ofd(REQUEST).content == render_ofd(REQUEST).content


def test_rules_of_the_foot_are_paths_at_the_edge_of_the_type_area() -> None:
    files = unpacked(render_ofd(NOTICE).content)
    last = max((name for name in files if "Page_" in name), key=lambda name: int(name.split("_")[2].split("/")[0]))
    paths = ET.fromstring(files[last]).findall(".//ofd:PathObject", NS)  # noqa: S314
    left, top, width, _ = map(float, paths[-1].get("Boundary", "").split())
    assert (left, left + width) == pytest.approx((28, 184), abs=0.5)
    assert top == pytest.approx(262, abs=1)


def test_a_watermarked_copy_says_whose_it_is_on_every_page_and_bears_no_signature() -> None:
    signed = render_ofd(REQUEST, signer=SIGNER)
    files = unpacked(watermarked(signed.content, ["王海明", "2026-03-05"]))
    assert not any("Signs" in name for name in files)
    assert b"Signatures" not in files["OFD.xml"]
    for at in range(signed.pages):
        said = files[f"Doc_0/Pages/Page_{at}/Content.xml"].decode()
        assert said.count("王海明</") >= 8
        assert 'Alpha="56"' in said
    ids = [
        item.get("ID")
        for name, said in files.items()
        if name.endswith(".xml")
        for item in ET.fromstring(said).iter()  # noqa: S314
        if item.get("ID")
    ]
    assert len(ids) == len(set(ids))
