"""Typefaces: which family stands for 仿宋, 楷体, 黑体, 小标宋 and 宋体 on this installation.

The faces that the standard names are sold, not free; a city puts its own into the folder that the setting
``ZHANGBAN_FONTS_DIR`` names. Where one is missing the Noto face installed with the product stands in for it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import pylopdf_fonts_zh_cn
import typst

Role = Literal["fangsong", "kai", "hei", "biaosong", "song"]

#: What the standard calls each face, and the family names under which foundries and systems deliver it.
WANTED: Final[dict[Role, tuple[str, ...]]] = {
    "fangsong": (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "STFangsong",
        "华文仿宋",
        "FZFangSong-Z02",
        "FZFangSong-Z02S",
        "方正仿宋_GBK",
        "方正仿宋简体",
    ),
    "kai": (
        "楷体_GB2312",
        "KaiTi_GB2312",
        "楷体",
        "KaiTi",
        "STKaiti",
        "华文楷体",
        "FZKai-Z03",
        "FZKai-Z03S",
        "方正楷体_GBK",
        "方正楷体简体",
    ),
    "hei": ("黑体", "SimHei", "STHeiti", "华文黑体", "FZHei-B01", "FZHei-B01S", "方正黑体_GBK", "方正黑体简体"),
    "biaosong": (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "FZXBSJW--GB1-0",
        "小标宋体",
        "小标宋",
    ),
    "song": ("宋体", "SimSun", "NSimSun", "STSong", "华文宋体", "FZShuSong-Z01", "FZShuSong-Z01S", "方正书宋_GBK"),
}
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
NOTO = Path(str(pylopdf_fonts_zh_cn.serif_path())).parent


@dataclass(frozen=True)
class Face:
    """A family that can be used, the file that holds it, and the number of the face in a collection."""

    family: str
    path: Path
    index: int


@dataclass(frozen=True)
class Faces:
    """The face of every role, all faces there are, what fell back, and the fonts as typst holds them."""

    of: dict[Role, Face]
    every: tuple[Face, ...]
    fallbacks: tuple[tuple[str, str], ...]
    fonts: typst.Fonts

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the family of every role, and after it the Noto face for the rare signs that it lacks."""
        return {role: (face.family, _noto(role)) for role, face in self.of.items()}

    def is_fallback(self, role: Role) -> bool:
        """Say whether a Noto face stands in for the wanted one."""
        return self.of[role].path.parent == NOTO


@cache
def find_faces(fonts_dir: Path | None = None) -> Faces:
    """Look through the folder of the city and the installed faces; done once for a process."""
    paths = [str(path) for path in (fonts_dir, NOTO) if path and path.is_dir()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    known: dict[str, Face] = {}
    for found in fonts.fonts():
        if found.path:
            known.setdefault(found.family.casefold(), Face(found.family, Path(found.path), found.index))
    chosen: dict[Role, Face] = {}
    fallbacks: list[tuple[str, str]] = []
    for role, families in WANTED.items():
        face = next((known[name.casefold()] for name in families if name.casefold() in known), None)
        if face is None:
            face = known[_noto(role).casefold()]
            fallbacks.append((families[0], face.family))
        chosen[role] = face
    return Faces(chosen, tuple(known.values()), tuple(fallbacks), fonts)


def _noto(role: Role) -> str:
    return SANS if role == "hei" else SERIF
