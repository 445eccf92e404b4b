"""What holds for drafts."""

from collections.abc import Collection, Mapping
from typing import Any

from kit.errors import Conflict, NotFound

MOST_DRAFTS = 50


class DraftNotFound(NotFound):
    """No such draft, or another person's."""

    code = "draft-not-found"
    zh = "没有找到该草稿。"
    en = "There is no such draft."


class TooManyDrafts(Conflict):
    """A person keeps a bounded number of drafts."""

    code = "too-many-drafts"
    zh = "草稿已达 {most} 份，请先提交或删除不需要的草稿。"
    en = "You have {most} drafts already. File or delete some first."


class FormChanged(Conflict):
    """The matter was published anew with another form since the draft was saved; nothing typed is lost."""

    code = "form-changed"
    zh = "该事项的申请表已更新，您填写的内容已保留；请核对后保存草稿，再提交。"
    en = "The form of this matter has changed. What you typed is kept: check it, save the draft, then file."


def check_number(present: int) -> None:
    """Refuse one draft more than a person may keep."""
    if present >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)


def carried_over(
    earlier: Mapping[str, Any], schema: Mapping[str, Any], filled: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the earlier answers that today's form still asks for, and the names of those that it does not.

    ``filled`` are the fields that come from their sources, afresh.
    """
    asked = schema.get("properties", {})
    kept = {name: value for name, value in earlier.items() if name in asked and name not in filled}
    return kept, sorted(name for name in earlier if name not in asked)
