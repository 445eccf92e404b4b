"""What is refused of bulletins, and what to do then."""

from kit.errors import Conflict, NotFound


class BulletinNotFound(NotFound):
    """There is no such bulletin, or it is another organ's."""

    code = "bulletin-not-found"
    zh = "没有该通报，或不属于您可以查看的单位。"
    en = "There is no such bulletin, or it is not one of an organ that you assess for."


class BulletinInUse(Conflict):
    """Somebody works on the document, or it went out: it is not written over."""

    code = "bulletin-in-use"
    zh = "{period}的通报公文已由人工修改或已进入审签，不能重新生成。请先作废该草稿；已发出的请发更正通知。"
    en = (
        "The document of the bulletin of {period} was changed or submitted by somebody and is not written over. "
        "Discard the draft first; correct what was sent."
    )
    exposes = ("document_id",)
