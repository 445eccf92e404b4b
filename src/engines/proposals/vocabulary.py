"""The words of plans and minutes: what says that something is to be done, and what says that nothing is."""

import re

from engines.proposals.findings import Span

#: What somebody can be seen to do, or not to have done.
VERBS = (
    "安排|部署|摆脱|办结|办理|保障|报送|编制|变更|补齐|搭建|打通|打造|督促|督办|对标|对接|发布|反馈|防范|分解|负责(?!人|[，；。]|$)|改造|"
    "巩固|构建|管控|贯通|归集|规范|核对|核查|汇总|汇报|化解|集成|加大|加快|加强|健全|建立|建设|建成|建好|减少|检查|交换|接入|解决|"
    "精简|举办|开办|开发|开工|开设|开通|开展|扩容|扩大|拓展|列出|理顺|落地|落实|满足|迁移|强化|清理|取消|全覆盖|确定|上报|上线|设立|"
    "深化|升级|实施|实现|实行|使用|试点|梳理|提出|提供|提高|提升|提交|统一|统筹|投入|推广|推动|推进|推行|完成(?![时情])|完善|"
    "维护|细化|下达|协调|新建|修订|宣传|选定|选派|压减|压缩|研究|研发|验收|移交|印发|应用(?![支系平体场软程])|优化|召开|整改|整合|整治|争取|支持|执行|"
    "制定|制订|制作|治理|组建|组织|总结|做到|做好|抓好|管好|用好|开好|拿出|出台|促进|带动|打击|创建|创新|查处|成立|充实|"
    "出具|培育|培训|扩建|排查|启动|启用|清除|签订|签署|融合|设置|申请|收集|树立|送达|通报|完工|消除|新增|修复|修改|"
    "引导|引进|运用|运行|增加|招引|转变|转移|疏散|撤离|追究|追踪|走访|巡查|监测|监管|监督|指导|约谈|回复|答复|办好|形成|覆盖|破解|嵌入|达到|缩短|"
    "降低|取得|聚焦|对照|明确|跟进|落细|探索|着手|处置|处理|救助|发放|兑现|关停|淘汰|盘活|供应|交付|竣工|投用|挂牌|进行|履行|阅处|"
    "充分利用|利用|汇聚|推出|评估|考核|表彰|引入|签收|留痕|建档|建账|销号|回访|摸清|摸排|查清|查明|起草|拟订|拟定|征求|审核|审定|公布|公开|公示"
)
VERB = re.compile(VERBS)
ADVERBS = (
    "进一步|全面|全力|加快|加紧|抓紧|抓好|尽快|尽早|立即|及时|严格|切实|认真|扎实|深入|深度|持续|不断|积极|主动|大力|有序|稳步|逐步|逐项|逐一|"
    "逐级|配合|协助|统筹|率先|着力|努力|高标准|高质量|基本|初步|全部|按时|按期|如期|定期|不定期|同步|共同|联合|分别|牵头|重点|继续|充分|"
    "坚决|有效|大幅|普遍|一律|探索|合力|协同|集中|分类|分级|限期|先行|再|都|均|更好|更快|迅速|务必|确保|力争|保证|争取|真正|实际|迭代|将"
)
#: 要, but not 要素; 及, but not 及时.
_MODALS = (
    "要求|需要|应当|必须|务必|要(?![素点闻件害])|应(?![用急对检缴收])|须(?!知)|需(?!求)|得(?![到以])|请(?!示)|予以|也|"
    "并且|并|且|同时|以及|此外|其中|特别是|尤其是|和(?!谐)|及(?![时早])|又|还|再(?![生造])"
)
_ENUMERATORS = "[一二三四五六七八九十]是(?:要)?|首先|其次|再次|最后|第[一二三四五六七八九十]"
#: 会议确定，…: what follows is what is to be done.
_DIRECTIVES = (
    "(?:本次|此次)?会议(?:还|最后|原则)?(?:要求|确定|决定|明确|同意|议定|强调|指出|认为|提出)|经研究|研究决定|原则同意|同意|决定|议定|"
    "(?:他|她)?(?:要求|强调|指出)"
)
_DECIDED = re.compile(r" *(?:会议|经研究)[，,]?(?:研究)?(?:要求|确定|决定|明确|议定)")
_NUMBERED = "[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[）)]|[①-⑳]"
#: What may stand before the verb of a clause; spaces are also what was blanked: dates, and who is to do it.
_OPENING = re.compile(
    rf"(?:[ \t]|{_ENUMERATORS}|{_NUMBERED}|{_DIRECTIVES}|{_MODALS}|(?:[在于由自从与和向请]|会同|联合)  *|"
    r"每(?:年|季度?)(?:[0-9一二三四五六七八九十]{1,3}月(?:[底末]|[0-9]{1,2}[日号])?(?:之?前)?)?|"
    r"(?:严格)?(?:按照?|根据)[^，；。]{1,40}?(?:要求|部署|安排|规定|标准)(?![，；。]))*+"
)
_BEFORE_VERB = re.compile(rf"{ADVERBS}|{_MODALS}|[ 地]")
#: 在…推广, 对…进行: the verb stands further behind; 按照…, 以… only say how.
_FRAME = re.compile(r"将|把|在(?![^，；]{0,60}(?:上|中|下|时|后|前|内|方面) *(?:[，；]|$))|向|推动|督促|指导")
_CARRIED_OUT = re.compile(r"进行|实行|开展|实施|纳入|加强")
_TOWARDS = re.compile(r"对于?[^，；]{0,60}?(?P<verb>进行|实行|开展|实施|加强)")
_HOW = re.compile(r"(?:根据|按照?|围绕|立足|结合|基于|依托|以|通过|针对|为|从|就|对)(?!深)")
_PRESSED = re.compile(rf"(?:{ADVERBS}|应当|必须|需要?|[要应须])(?P<verb>{VERBS})")
_BY_MEANS = re.compile(rf"(?:基于|依托|通过)“[^”]{{1,30}}”(?P<verb>{VERBS})")
_STANCE = re.compile(
    r"为(?:指导|统领|引领|遵循|总牵引)|坚持|贯彻[^，；]{0,40}(?:精神|思想|理念)|树立|营造[^，；]{0,30}(?:氛围|环境)|"
    r"提高[^，；]{0,20}(?:认识|站位|意识)|增强[^，；]{0,20}(?:意识|自觉|责任感|紧迫感)|统一思想|凝聚|弘扬|践行|牢记|把握|认清|"
    r"高举|不忘初心|强化[^，；]{0,10}意识|取得[^，；]{0,10}(?:突破|成效|进展)|压实[^，；]{0,8}责任|守土|高度重视|举一反三|着力破解|着力解决[^，；]{0,40}(?:难题|问题)"
)
#: A goal is opened where somebody can see whether it was reached.
_DELIVERED = re.compile(r"建成|完成|启动|出台|贯通|落地|上线|印发|制定|建立|成立|投用|竣工|开通|办结")

_HAPPENED = (
    "印发|出台|制定|召开|完成|取得|听取|讨论|起草|开展|组织|建立|实现|通过|研究|明确|细化|下发|举行|推进|成立|建成|"
    "审议|传达|学习|部署"
)
_PAST = re.compile(
    rf"(?:{_HAPPENED}|{VERBS})了(?!解)|正在|截至|"
    rf"已经?(?![^，。；]{{0,30}}的)[^，。；]{{0,10}}(?:{_HAPPENED}|达到|覆盖|上线|运行|形成|纳入|接入|解决)|"
    rf"(?:^|[，。])(?:近日|日前|近期|去年|前期|[0-9一二两三四五六七八九十]{{1,4}}年?来|(?:今年|改革)?以来)|"
    rf"(?:[0-9]{{4}}年)?[0-9]{{1,2}}月[0-9]{{1,2}}日(?:上午|下午|晚)?"
    rf"[，,]?[^，。；]{{0,20}}(?:召开|印发|下发|举行|主持|听取|赴)|"
    rf"^(?:会议)?(?:听取|传达|学习|审议)了?"
)
_OPENS = re.compile(r"(?:如下|通知如下|解读如下|纪要如下|如下事项)[：:。]?$|[：:]$|^附件?[：:0-9]")
_MEANS = re.compile(
    r"(?:^|[，；])[^，；]{0,60}是[^，；]{0,60}"
    r"(?:抓手|要求|举措|过程|途径|保障|任务|基础|前提|核心|重点|体现|选择|责任|关键)[。；]?"
)
_GROUNDS = re.compile(
    r"^(?:为|根据|按照)[^。；]{4,}(?:精神|要求|规定|部署|通知|意见)[^，。；]{0,20}[，,]?(?:制定本|现就|现将|起草)"
)
_PROBLEM = re.compile(
    r"(?:仍|还|尚)然?(?:存在|需|面临|有较?大?差距|不[多高强够足快优])|存在[^，；]{0,20}(?:短板|问题|不足|差距|薄弱)(?:[，。；]|$)|有待|亟待|"
    r"面临(?:不少|诸多|一些|着)|(?:不够|不高|不足|不强|滞后|薄弱)(?:[，。；]|$)|亟需进一步"
)
_READ_ONLY = re.compile(r"^(?:[^，。；]{0,12}阅(?:知|示|研)?|已阅|同意|拟同意|圈阅)[。]?$")

_SECTIONS = (
    (
        "problems",
        re.compile(r"(?:存在|面临|主要|突出)的?[^整解]{0,6}(?:问题|短板|不足|困难|瓶颈)(?!.*(?:整改|解决|清单))"),
    ),
    (
        "past",
        re.compile(
            r"工作(?:回顾|总结|进展|成效|成绩|情况)|主要(?:成效|做法|成绩)|(?:进展|完成|贯彻落实)情况|(?:上半年|去年|前期)工作$"
        ),
    ),
    ("goal", re.compile(r"目标(?!责任|任务)")),
    (
        "background",
        re.compile(
            "背景|意义|起草|制定(?:依据|过程)|政策依据|(?:基本|总体)情况|现状|形势|必要性|指导思想|名词解释|解读机关|适用范围|附则"
        ),
    ),
    ("plan", re.compile("举措|任务|措施|要求|安排|分工|重点|工作|机制|保障")),
)


#: Sections in which nothing is to be done.
REASON_SECTIONS = frozenset({"problems", "past", "background"})


def section_of(headings: tuple[str, ...]) -> str:
    """Return what kind of section the nearest heading that says so makes it: a reason, ``goal`` or ``plan``."""
    for heading in reversed(headings):
        for kind, pattern in _SECTIONS:
            if pattern.search(heading):
                return kind
    return "plan"


def passes_over(sentence: str) -> str | None:
    """Return why a sentence cannot be a task whatever verbs it has, or None."""
    bare = sentence.strip()
    if _READ_ONLY.search(bare):
        return "no_action"
    if _OPENS.search(bare):
        return "opening"
    if _PAST.search(bare):
        return "past"
    if _PROBLEM.search(bare):
        return "problems"
    if _GROUNDS.search(bare):
        return "background"
    return "background" if _MEANS.search(bare) and not _PRESSED.search(bare) else None


def verb_of(text: str, start: int, end: int) -> Span | None:
    """Return the verb by which a clause says that something is to be done, or None.

    Dates and whoever is to do it are blank in the text.
    """
    place = opening_of(text, start, end)
    found = _verb_behind_adverbs(text, place, end)
    if found is not None:
        return found.span()
    pressed = _BY_MEANS.match(text, place, end) if _HOW.match(text, place, end) else _PRESSED.search(text, place, end)
    if pressed is not None:
        return pressed.span("verb")
    towards = _TOWARDS.match(text, place, end)
    if towards is not None:
        return towards.span("verb")
    frame = _FRAME.match(text, place, end)
    if frame is None:
        return None
    found = _CARRIED_OUT.search(text, frame.end(), end) or VERB.search(text, frame.end(), end)
    return found.span() if found else None


def _verb_behind_adverbs(text: str, place: int, end: int) -> re.Match[str] | None:
    last = place
    while (adverb := _BEFORE_VERB.match(text, place, end)) is not None:
        last, place = place, adverb.end()
    # 统筹, 牵头 and others are adverbs and verbs.
    return VERB.match(text, place, end) or VERB.match(text, last, end)


def decided_verb(text: str) -> Span | None:
    """Return the verb of what a meeting decided, wherever it stands: 会议决定，全市公交车实行免费乘车."""
    opening = _DECIDED.match(text)
    found = VERB.search(text, opening.end()) if opening else None
    return found.span() if found else None


def opening_of(text: str, start: int, end: int) -> int:
    """Return where a clause begins behind 一是, 并, 会议要求 and what is blank."""
    found = _OPENING.match(text, start, end)
    return found.end() if found else start


def only_says_how(text: str, start: int, end: int) -> bool:
    """Tell whether a clause only says by what, from when or on what grounds: 从9月1日起, 按照省里部署."""
    return _HOW.match(text, opening_of(text, start, end), end) is not None and verb_of(text, start, end) is None


def is_stance(clause: str) -> bool:
    """Tell whether a clause only says how one stands to something: nobody can check it."""
    return _STANCE.search(clause) is not None


def is_delivery(clause: str) -> bool:
    """Tell whether a clause says that something will be there."""
    return _DELIVERED.search(clause) is not None
