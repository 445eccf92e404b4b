"""What is refused of documents, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class DocumentNotFound(NotFound):
    """No such document, or none that this officer may see."""

    code = "document-not-found"
    zh = "没有找到该公文。"
    en = "There is no such document."


class ReceiptNotFound(NotFound):
    """No such received document, or none that this officer may see."""

    code = "incoming-document-not-found"
    zh = "没有找到该收文。"
    en = "There is no such received document."


class AttachmentNotFound(NotFound):
    """No such attachment."""

    code = "attachment-not-found"
    zh = "没有找到该附件。"
    en = "There is no such attachment."


class ArchiveNotFound(NotFound):
    """No such archived document, or another organ's."""

    code = "archive-not-found"
    zh = "没有找到该归档公文。"
    en = "There is no such archived document."


class ArchiveNotKept(Conflict):
    """The package is there once the checks are through."""

    code = "archive-not-kept"
    zh = "归档检测尚未完成或未通过，暂无归档信息包。请查看检测报告。"
    en = "The checks are not through, or did not hold: there is no package yet. Read the report."


class NumberTaken(Conflict):
    """The organ sent another document under this number."""

    code = "number-taken"
    zh = "本单位已用{number}发过另一份公文，请核对发文字号。"
    en = "Your organ sent another document as {number}. Check the number."


class StillAwaited(Conflict):
    """A document is archived when every organ has signed for it or returned it."""

    code = "still-awaited"
    zh = "尚有单位未签收，请催办，或撤回后再归档。"
    en = "Some organs have not signed for it. Urge them, or recall it from them, then archive it."


class ClassifiedDocument(Unprocessable):
    """A classified document has no place on this network (保守国家秘密法 第三十一条)."""

    code = "classified-document"
    zh = "本系统运行于政务外网，不得起草、传递涉密公文。请通过机要渠道或涉密网络办理。"
    en = "This system stands on an unclassified network. Send classified documents by the confidential courier or the "
    en += "classified network."


class UnknownOrgan(Unprocessable):
    """An organ, list or register that the directory does not have."""

    code = "organ-unknown"
    zh = "有单位、单位名单或机关代字不存在，请按提示修改。"
    en = "There are organs, lists or registers that are not known; they are named below."


class OrganOutOfScope(Forbidden):
    """The organ is not one in whose name this officer drafts."""

    code = "organ-out-of-scope"
    zh = "您不能以该单位名义拟制公文。"
    en = "You do not draft in the name of this organ."


class DocumentUnfit(Unprocessable):
    """The check of form found errors."""

    code = "document-unfit"
    zh = "公文未通过格式校验，请按提示修改后重新提交。"
    en = "The document did not pass the check of form. Correct the places named below and submit it again."


class StepsMissing(Unprocessable):
    """A document is reviewed before it is signed."""

    code = "review-steps-missing"
    zh = "请至少安排一个审核环节。"
    en = "Name at least one step of review."


class NotYourStep(Forbidden):
    """The step waits for another officer by name."""

    code = "not-your-step"
    zh = "该环节由{name}办理。"
    en = "This step waits for {name}."


class OwnDocument(Forbidden):
    """Who wrote of a document does not sign it."""

    code = "own-document"
    zh = "您参与了该公文的起草，须由他人签发。"
    en = "You wrote of this document. Somebody else has to sign it."


class RegisterMissing(Unprocessable):
    """A document is numbered in a register of its organ that takes its kind."""

    code = "register-missing"
    zh = "请选择适用于该文种的机关代字。"
    en = "Choose a register (organ code) that takes documents of this kind."


class RegisterNotFound(NotFound):
    """No such register, or another organ's."""

    code = "register-not-found"
    zh = "没有找到该机关代字。"
    en = "There is no such register."


class NobodyToSendTo(Conflict):
    """No organ is left to which the document would go."""

    code = "no-recipients"
    zh = "没有可发送的单位：所列单位均已收到，或名单为空。"
    en = "There is nobody to send it to: all of these have it, or none are named."


class NothingToRecall(Conflict):
    """What is signed for cannot be recalled."""

    code = "nothing-to-recall"
    zh = "所选单位均已签收或退回，不能撤回。请改发更正或作废通知。"
    en = "All of these have signed for it or returned it. Send a correction instead."


class UrgedToday(Conflict):
    """An organ is urged once a day at most."""

    code = "urged-already"
    zh = "今天已催办过，请明天再试。"
    en = "These were urged today already. Try again tomorrow."


class AttachmentsFull(Unprocessable):
    """A document has a bounded number of attachments."""

    code = "too-many-attachments"
    zh = "附件最多{most}个。"
    en = "A document has {most} attachments at most."


class HandlersUnfit(Unprocessable):
    """One leads; departments and officers are the organ's own."""

    code = "handlers-unfit"
    zh = "请明确一个主办（lead），且承办部门和人员须属于本单位。"
    en = "Name one lead; departments and officers are those of the organ."


class ReadersUnfit(Unprocessable):
    """Readers are officers who may read documents, each once."""

    code = "readers-unfit"
    zh = "传阅对象须为有公文阅读权限的人员，且不得重复。"
    en = "Readers are officers who may read documents, each once."


class StillOwed(Conflict):
    """Something is still to be done before a document is closed, unless a reason is given."""

    code = "still-owed"
    zh = "尚有未完成的事项：{owed}。如确需办结，请说明理由。"
    en = "Something is still to be done ({owed}). Give a reason to close it all the same."
    exposes = ("pending",)
