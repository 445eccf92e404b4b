import io
import re
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from engines.typesetting import render_ofd, render_pdf
from engines.typesetting.faces import WANTED, find_faces
from engines.typesetting.placement import placed_pages
from engines.typesetting.subsets import face_named, font_subset
from tests.engines.typesetting.sheets import REQUEST

PAGE = Path(__file__).parents[3] / "docs" / "gateways.md"
RARE = "洋"
NAMES = {"FangSong_GB2312": "FangSongGB", "SimHei": "SimHei", "方正小标宋简体": "FZXBS"}


@pytest.fixture(scope="module")
def city_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand in for bought faces: the installed one under their names, which is all that finding them looks at."""
    folder = tmp_path_factory.mktemp("fonts")
    small = font_subset(find_faces().of["hei"], f"{REQUEST}年月日文件签发人附件抄送印：；—0123456789".replace(RARE, ""))
    for family, postscript in NAMES.items():
        with TTFont(io.BytesIO(small)) as font:
            names = font["name"]
            names.names = [record for record in names.names if record.nameID not in {1, 4, 6, 16, 17, 25}]
            for number, text in ((1, family), (4, family), (6, postscript)):
                names.setName(text, number, 3, 1, 0x409)
            font["CFF "].cff.fontNames = [postscript]
            font.save(folder / f"{postscript}.otf")
    return folder


def test_faces_of_the_city_are_used_under_any_of_their_names(city_fonts: Path) -> None:
    rendered = render_pdf(REQUEST, city_fonts)
    assert {wanted for wanted, _ in rendered.fallbacks} == {"楷体_GB2312", "宋体"}
    used = {run.font for page in placed_pages(rendered.content) for run in page.runs}
    assert {"FangSongGB", "FZXBS"} <= used


def test_the_ofd_embeds_the_faces_of_the_city(city_fonts: Path) -> None:
    faces = find_faces(city_fonts)
    assert face_named(faces, "FangSongGB").path.parent == city_fonts
    with zipfile.ZipFile(io.BytesIO(render_ofd(REQUEST, city_fonts).content)) as archive:
        assert b"FangSongGB" in archive.read("Doc_0/PublicRes.xml")


def test_a_sign_that_a_face_lacks_is_set_in_the_face_that_stands_in_for_it(city_fonts: Path) -> None:
    title = next(run for run in placed_pages(render_pdf(REQUEST, city_fonts).content)[0].runs if RARE in run.text)
    assert title.font == "NotoSerifSC-Regular"


def test_a_folder_that_is_not_there_is_as_none() -> None:
    assert find_faces(Path("nowhere")).fallbacks == find_faces().fallbacks


def test_the_page_for_a_citys_engineer_names_faces_that_are_looked_for_and_what_stands_in() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("\n  ", " ")
    said = re.findall(r"[仿楷黑宋小][体宋标]宋? \(([^)]+?)(?: …)?\)", page)
    assert [set(names.split(", ")) <= set(WANTED[role]) for role, names in zip(WANTED, said, strict=True)] == [True] * 5
    faces = find_faces()
    assert faces.of["hei"].family in page
    assert {faces.of[role].family for role in WANTED if role != "hei"} == {"Noto Serif SC"}
