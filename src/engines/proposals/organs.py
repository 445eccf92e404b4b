"""Who is named in a text to do something: by 牵头, 责任单位：, （…配合）, or as the subject of the sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from engines.proposals.findings import Department
from engines.proposals.lexicon import Lexicon
from engines.proposals.places import around
from engines.proposals.vocabulary import ADVERBS, VERBS

_BARE = 3
#: Nobody names more organs in one breath.
_MOST = 60
_GOVERNMENT = "人民政府"
_ALL = (
    r"(?:全市|市政府|市属|市级|市直|本市)?(?:各级(?:人民)?政府(?:各?部门|和部门)?|"
    r"各级各?(?:有关|相关|执法)?(?:部门|单位)|各县(?:（区）|\(区\)|、?区)?(?:人民)?(?:政府)?|各区县?|各地区?|"
    r"各(?:有关|相关|责任|成员|承办|牵头|职能|主管|业务)?(?:部门|单位))|(?:有关|相关)(?:部门|单位)"
)
_EVERYBODY = re.compile(rf"(?:{_ALL})(?:[、和]?(?:{_ALL}))*")
_UNKNOWN = re.compile(
    r"[市县区省][一-龥]{1,12}?(?:局|委员会|委|办公室|办|中心|集团|公司|支队|院|部)"
    r"(?= *(?:牵头|配合|负责|会同|主办|承办|协助|协办|要|应|须|于|、市|、[一-龥]{2,14}?(?:牵头|配合|负责)|"
    rf"{ADVERBS}|{VERBS}))"
)
_JOINT = re.compile(r" *(?:、|和|与|及|以及|，(?=市)|) *")
_AND_OTHERS = re.compile(r" *等(?:有关|相关)?(?:部门|单位)?")
_LEFT = re.compile(
    r"(?:^|[，。；：、（(,;:）)“”\n\t ]|由|请|转|责成|责令|会同|联合|协同|督促|要求|推动|指导|组织|支持|同意|确定|明确|"
    r"议定|[一二三四五六七八九十]是)$"
)
_LEAD = re.compile(
    r" *(?:同志)?(?:共同|联合|分别|按照?(?:各自)?职责(?:分工)?|具体|总)? *(?:牵头|负责(?!人)|主办|承办|为主)"
)
_ASKED = re.compile(r"(?:请|转|责成|责令)$")
_CO = re.compile(r" *(?:积极|共同|协同)?(?:配合|协办|协助|协同|参与|参加)")
_WITH = re.compile(r"(?:会同|联合|协同)$")
_ACTS = re.compile(
    r" *(?:要|应|须|需|必须|请|将|于|在|对|把|按|根据|结合|围绕|基于|立足|依托|以|会同|"
    rf"[0-9一二三四五六七八九十]{{1,4}}[月年日天周个]|[年月]底|每|[本下]周|[：:]|{ADVERBS}|{VERBS})"
)
#: In a table pasted from a document an organ has a cell of its own.
_CELL_END = re.compile(r" *(?:\t|$)")
_LABEL = re.compile(
    r"(?:(?P<lead>牵头|责任|主办|承办|实施|落实|完成)|(?P<co>配合|协办|协同|参与|参加))"
    r"(?:单位|部门)(?:及责任人)? *[：:]"
)
_ITEM = re.compile(
    r" *([^、，,。；;（）()：: ]+?(?:[（(]区[）)][^、，,。；;（）()：: ]*)?)"
    r"(?:等(?:有关|相关)?(?:部门|单位))?(?=[、，,。；;（）()：: ]|\Z)[、，, ]*"
)
_ORGAN = re.compile(
    r"(?:局|委员会|委|办公室|办|中心|集团|公司|支队|院|部|厅|处|会|政府|部门|单位|镇|乡|街道|银行|学校)\Z"
)
_BRACKET = re.compile(r"[（(][^（()）]{1,300}[）)]")
Role = Literal["lead", "co"]


@dataclass(frozen=True)
class Organ:
    """An organ named at a place: ``code`` None for everybody and for one that the directory does not have."""

    start: int
    end: int
    code: str | None
    basis: str


@dataclass(frozen=True)
class Naming:
    """Organs named together in one role; a ``trailing`` one is for what stands before it, another for what follows."""

    role: Role
    organs: tuple[Organ, ...]
    trailing: bool
    #: The whole words, with 牵头单位： or brackets.
    start: int
    end: int


class _Bracket(NamedTuple):
    start: int
    end: int


def read_directory(departments: Sequence[Department]) -> Lexicon[str]:
    """Return the names by which departments are called: whole, short, and without the city where that is clear."""
    root = next((item for item in departments if item.parent is None), None)
    city = root.name.removesuffix(_GOVERNMENT) if root else ""
    names: dict[str, str] = {}
    bare: dict[str, set[str]] = {}
    for item in departments:
        names |= {item.name: item.code, item.short_name: item.code}
        rest = item.name.removeprefix(city)
        if item is root:
            continue
        if item.name.endswith(_GOVERNMENT):
            names[rest.removesuffix(_GOVERNMENT)] = item.code
        if rest != item.name:
            for name in {rest, item.short_name.removeprefix("市")}:
                bare.setdefault(name, set()).add(item.code)
            names.setdefault(f"市{rest}", item.code)
    clear = {name: next(iter(codes)) for name, codes in bare.items() if len(codes) == 1 and len(name) >= _BARE}
    return Lexicon({name: code for name, code in {**clear, **names}.items() if name})


def namings(text: str, start: int, end: int, directory: Lexicon[str]) -> list[Naming]:
    """Return who is named in a part of a plain text, in order."""
    labels = [*_labels(text, start, end, directory)]
    brackets = [_Bracket(*found.span()) for found in _BRACKET.finditer(text, start, end)]
    found = [*labels]
    for organs in _lists(_mentions(text, start, end, directory), text):
        if around(labels, organs[0].start):
            continue
        naming = _naming(text, organs, start, end, around(brackets, organs[0].start))
        if naming is not None:
            found.append(naming)
    return sorted(found, key=lambda naming: naming.start)


def _naming(text: str, organs: tuple[Organ, ...], start: int, end: int, bracket: _Bracket | None) -> Naming | None:
    first, last = organs[0].start, _behind(text, organs[-1].end, end)
    before = text[max(start, first - 4) : first]
    whole = bracket or (first, last)
    if not _LEFT.search(before) and first > start:
        return None
    if _WITH.search(before) or _CO.match(text, last, end):
        return Naming("co", organs, bracket is not None, *whole)
    if _LEAD.match(text, last, end):
        return Naming("lead", organs, bracket is not None, *whole)
    if text[first - 1 : first] == "\t" and _CELL_END.match(text, last, end):
        return Naming("lead", organs, True, *whole)
    if bracket is not None:
        alone = bracket == (first - 1, last + 1) and organs[0].code is not None
        return Naming("lead", organs, True, *whole) if alone and _ends(text, bracket[1], end) else None
    acts = _ASKED.search(before) or _ACTS.match(text, last, end)
    return Naming("lead", organs, False, *whole) if acts else None


def _ends(text: str, place: int, end: int) -> bool:
    return place >= end or text[place] in "。；;，,"


def _behind(text: str, place: int, end: int) -> int:
    found = _AND_OTHERS.match(text, place, end)
    return found.end() if found else place


def _mentions(text: str, start: int, end: int, directory: Lexicon[str]) -> list[Organ]:
    known = [Organ(first, last, code, "named") for first, last, code in directory.find(text, start, end)]
    others = [Organ(*found.span(), None, "everybody") for found in _EVERYBODY.finditer(text, start, end)]
    others += [Organ(*found.span(), None, "unknown") for found in _UNKNOWN.finditer(text, start, end)]
    result: list[Organ] = []
    for organ in sorted([*known, *others], key=lambda organ: (organ.start, -organ.end)):
        if not result or organ.start >= result[-1].end:
            result.append(organ)
    return result


def _lists(organs: Sequence[Organ], text: str) -> Iterator[tuple[Organ, ...]]:
    """Yield the organs that stand side by side."""
    group: list[Organ] = []
    for organ in organs:
        if group and (len(group) == _MOST or not _JOINT.fullmatch(text, group[-1].end, organ.start)):
            yield tuple(group)
            group = []
        group.append(organ)
    if group:
        yield tuple(group)


def _labels(text: str, start: int, end: int, directory: Lexicon[str]) -> Iterator[Naming]:
    """Yield what 牵头单位：…, 责任单位：… and 配合单位：… say; where one leads, the responsible ones assist."""
    led = False
    found = [*_LABEL.finditer(text, start, end)]
    for index, label in enumerate(found):
        limit = found[index + 1].start() if index + 1 < len(found) else end
        organs = tuple(islice(_items(text, label.end(), limit, directory), _MOST))
        if organs:
            role: Role = "co" if label["co"] or (led and label["lead"] == "责任") else "lead"
            led = led or label["lead"] == "牵头"
            yield Naming(role, organs, True, label.start(), organs[-1].end)


def _items(text: str, start: int, end: int, directory: Lexicon[str]) -> Iterator[Organ]:
    """Yield the organs of a list behind a label; the first thing that is none ends it."""
    while (found := _ITEM.match(text, start, end)) is not None:
        words, place = found[1], found.span(1)
        code = directory.get(words)
        if code is not None:
            yield Organ(*place, code, "named")
        elif _EVERYBODY.match(words):
            yield Organ(*place, None, "everybody")
        elif _ORGAN.search(words):
            yield Organ(*place, None, "unknown")
        else:
            return
        start = found.end()
