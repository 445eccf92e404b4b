"""The check of form of a document: what keeps it from being submitted, and what its drafter should look at again.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第八条, 第九条, 第十五条 to 第十九条; GB/T 9704-2012.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, or_, select

from engines.documents.addressing import receivers_of
from engines.documents.kinds import KINDS
from engines.documents.models import DocumentRegister, ForbiddenWord, OfficialDocument
from engines.documents.queries import attachments_of
from engines.documents.rendering import register_of
from engines.typesetting import check_blocks, parse_text
from engines.workdays import load_calendar
from kit import clock
from kit.database import Unit

#: 发文字号: organ code, year in hexagonal brackets, number without zeros in front (GB/T 9704-2012, 7.2.5).
NUMBER = re.compile(r"([一-龥]{1,20})〔((?:19|20)[0-9]{2})〕([1-9][0-9]{0,4})号")
LONGEST_TITLE = 100
EVERYBODY = "*"
#: Kinds without main recipients: they are published, or are minutes and orders.
PUBLISHED = ("resolution", "order", "communique", "announcement", "public_notice", "minutes", "decision")
#: What only a request asks for (第十五条: 不得在报告等非请示性公文中夹带请示事项).
_ASKING = re.compile(r"(请予?(批示|批复|审批|批准)|妥否|当否|可否|请示如下)")
_WRONG_BRACKETS = re.compile(r"[一-龥]{1,20}[\[［(（【]((?:19|20)[0-9]{2})[\]］)）】]第?0*[0-9]{1,5}号")


@dataclass(frozen=True)
class DocumentFinding:
    """What is wrong in a document and where; an ``error`` keeps it from being submitted, a ``warning`` does not."""

    pointer: str
    code: str
    severity: Literal["error", "warning"]
    zh: str
    en: str


def check_document(unit: Unit, row: Row[Any]) -> list[DocumentFinding]:
    """Return everything that the check of form finds, errors first."""
    found = [finding for rule in _RULES for finding in rule(unit, row)]
    return sorted(found, key=lambda finding: (finding.severity, finding.pointer))


def _error(pointer: str, code: str, zh: str, en: str) -> DocumentFinding:
    return DocumentFinding(pointer, code, "error", zh, en)


def _warning(pointer: str, code: str, zh: str, en: str) -> DocumentFinding:
    return DocumentFinding(pointer, code, "warning", zh, en)


def _title(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    name = KINDS[row.kind]
    if not row.title:
        yield _error("/title", "required", "请填写标题。", "Write a title.")
        return
    if len(row.title) > LONGEST_TITLE:
        yield _error("/title", "too-long", f"标题不超过{LONGEST_TITLE}字。", f"At most {LONGEST_TITLE} characters.")
    endings = (name, "令") if row.kind == "order" else (name,)
    if not row.title.endswith(endings):
        yield _error(
            "/title",
            "kind-missing",
            f"标题应以文种“{name}”结尾。",
            f"The title ends with the kind of document, {name}.",
        )
    if row.kind not in ("order", "minutes", "communique") and "关于" not in row.title:
        yield _warning("/title", "matter-missing", "标题一般写明“关于……的”事由。", "A title names its matter by 关于….")
    if re.search(r"[，。；！？]", row.title):
        yield _warning(
            "/title",
            "punctuation",
            "标题除书名号、引号、括号外一般不用标点。",
            "A title has no stops but brackets and quotes.",
        )


def _body(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    if not row.body.strip():
        yield _error("/body", "required", "请填写正文。", "Write the body.")
    for finding in check_blocks(parse_text(row.body)):
        place = f"第{finding.paragraph}段：{finding.zh}"
        yield _error("/body", finding.code, place, f"Paragraph {finding.paragraph}: {finding.en}")


def _recipients(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    number = len(row.main_recipients) + len(row.organ_lists)
    if number == 0 and row.kind not in PUBLISHED:
        yield _error("/main_recipients", "required", "请填写主送机关。", "Name the main recipients.")
    named = [item["code"] for item in row.main_recipients]
    if row.department_code in receivers_of(unit, named):
        yield _error("/main_recipients", "self", "主送机关不能是本机关。", "An organ does not write to itself.")
    twice = {code for code in named if named.count(code) > 1} | ({*named} & {item["code"] for item in row.copies})
    if twice:
        yield _error(
            "/copies",
            "twice",
            "同一单位不应重复列为主送或抄送。",
            "An organ is named once, as recipient or for a copy.",
        )


def _request(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    """第十五条: 请示应当一文一事, 一般只主送一个上级机关; 不得抄送下级机关."""
    if row.kind != "request":
        return
    if len(row.main_recipients) != 1 or row.organ_lists:
        yield _error(
            "/main_recipients", "one-recipient", "请示只能主送一个上级机关。", "A request goes to one superior organ."
        )
    asked = len(re.findall(r"(妥否|当否|可否)", row.body))
    if asked > 1:
        yield _error(
            "/body", "one-matter", "请示应当一文一事，正文只能有一处请示用语。", "A request is about one matter."
        )
    if not _ASKING.search(row.body):
        yield _warning(
            "/body", "nothing-asked", "请示结尾应写明请示事项，如“妥否，请批示。”", "Say what is asked at the end."
        )
    if row.copies:
        yield _warning(
            "/copies", "copied", "请示不得抄送下级机关，请核对抄送单位。", "A request is not copied to subordinates."
        )


def _report(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    found = _ASKING.search(row.body)
    if row.kind == "report" and found:
        zh = f"报告不得夹带请示事项（“{found[0]}”），如需请示请另行行文。"
        yield _error("/body", "request-in-report", zh, "A report carries no request. Write a request of its own.")


def _answer(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    if row.kind == "reply" and row.replies_to_id is None and not row.cited:
        yield _warning(
            "/cited",
            "answers-nothing",
            "批复应引用所批复请示的标题和发文字号。",
            "A reply cites the request that it answers.",
        )


def _minutes(_unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    if row.kind == "minutes" and not row.attendance.strip():
        yield _warning("/attendance", "required", "纪要应写明出席人员。", "Minutes say who attended.")


def _register(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    """Find a missing register, one of another organ, and one that does not take the kind."""
    if row.register_code is None:
        yield _error("/register_code", "required", "请选择机关代字。", "Choose the register of its number.")
        return
    register = register_of(unit, row.register_code)
    if register is None or register.department != row.department_code:
        yield _error("/register_code", "not-yours", "该机关代字不属于本机关。", "This register is another organ's.")
    elif row.kind not in register.kinds:
        names = "、".join(KINDS[kind] for kind in register.kinds)
        yield _error(
            "/register_code",
            "kind",
            f"“{register.code}”只用于{names}。",
            f"This register takes {', '.join(register.kinds)}.",
        )


def _words(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    """Find words of the organ's own list, and where each first stands."""
    words = unit.rows(
        select(*ForbiddenWord.__table__.c).where(
            or_(ForbiddenWord.department == row.department_code, ForbiddenWord.department == EVERYBODY)
        )
    )
    for name, text in (("title", row.title), ("body", row.body)):
        for word in words:
            place = text.find(word.word)
            if place >= 0:
                paragraph = text.count("\n", 0, place) + 1
                zh = f"第{paragraph}段有禁用词“{word.word}”：{word.advice}。"
                yield _error(f"/{name}", "forbidden-word", zh, f"Line {paragraph} has {word.word}: {word.advice}.")


def _cited(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    """Find numbers of a wrong form, and numbers of our registers that were never given."""
    ours, given = _known(unit, row.cited)
    for place, number in enumerate(row.cited):
        found = NUMBER.fullmatch(number)
        if found is None:
            zh = f"“{number}”不是规范的发文字号，应形如“舟政发〔2026〕12号”。"
            yield _error(f"/cited/{place}", "number-form", zh, f"{number} has not the form of a document's number.")
        elif found[1] in ours and number not in given:
            zh = f"本系统登记的“{found[1]}”中没有{number}。"
            yield _error(f"/cited/{place}", "number-unknown", zh, f"There is no {number} in that register.")
    for found in _WRONG_BRACKETS.finditer(row.body):
        zh = f"“{found[0]}”应使用六角括号〔〕，不编虚位，不加“第”。"
        yield _warning("/body", "number-form", zh, f"{found[0]}: a number's year stands in 〔〕, without 第 and zeros.")


def _known(unit: Unit, numbers: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return our organ codes, and which of some numbers were given."""
    if not numbers:
        return set(), set()
    given = select(OfficialDocument.number).where(OfficialDocument.number.in_(numbers))
    codes = unit.rows(select(DocumentRegister.code))
    return {row.code for row in codes}, {row.number for row in unit.rows(given)}


def _days(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    day = row.answer_due_on
    if day is None:
        return
    if day <= clock.today():
        yield _error("/answer_due_on", "past", "反馈期限须晚于今天。", "The answer is due on a day to come.")
    elif not load_calendar(unit).is_workday(day):
        yield _warning("/answer_due_on", "day-off", "反馈期限不是工作日。", "The answer is due on a day off.")


def _attached(unit: Unit, row: Row[Any]) -> Iterator[DocumentFinding]:
    """Find attachments that the body does not mention, and a mention of none."""
    attached, mentioned = attachments_of(unit, row.id), re.search(r"(附件|附后)", row.body)
    if attached and not mentioned:
        yield _warning(
            "/body", "attachment-unmentioned", "正文没有提到附件。", "The body does not mention its attachments."
        )
    if mentioned and not attached:
        yield _warning(
            "/attachments", "attachment-missing", "正文提到附件，但没有附件。", "The body mentions an attachment."
        )


Rule = Callable[[Unit, Row[Any]], Iterator[DocumentFinding]]
_RULES: Sequence[Rule] = (
    _title,
    _body,
    _recipients,
    _request,
    _report,
    _answer,
    _minutes,
    _register,
    _words,
    _cited,
    _days,
    _attached,
)
