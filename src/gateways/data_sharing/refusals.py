"""What the platform's codes mean: each has a sentence, since each needs another hand."""

from collections.abc import Mapping

from gateways.errors import SourceRefused

SYSTEM = "公共数据平台"
OK, SECRET_EXPIRED, BAD_SIGN = "00", "11", "14"


class QuotaExhausted(SourceRefused):
    """The quota of this interface is used up (18); it comes back by itself, so that a job waits for it."""

    code = "source-quota-exhausted"
    zh = "“{system}”该接口的调用额度已用完，请稍后再试或自行上传材料；管理员可向平台申请增加额度。"
    en = "The quota of this interface of {system} is used up. Try again later, or upload what is needed."
    transient = True


class SignatureRefused(SourceRefused):
    """The platform does not take our signature with its present key pair (14)."""

    code = "source-signature-refused"
    zh = "“{system}”未通过签名校验（14），请管理员核对应用密钥和服务器时间。"
    en = "{system} refused the signature (14). The administrator compares the keys and the clock."


class DataRefused(SourceRefused):
    """The platform takes what was sent for wrong data (96)."""

    code = "source-data-refused"
    zh = "“{system}”认为查询的数据有误（96），请核对证件信息；仍有问题请联系平台管理员。"
    en = "{system} takes what was sent for wrong (96). Compare the certificate, or tell the platform's administrator."


class ParameterMissing(SourceRefused):
    """The interface wants a parameter that is not sent (97)."""

    code = "source-parameter-missing"
    zh = "“{system}”提示缺少参数（97），请管理员核对该接口的参数和“用途”。"
    en = "{system} misses a parameter (97). The administrator compares those of the interface, and the stated use."


class ParameterWrong(SourceRefused):
    """The interface wants a parameter of another type (98)."""

    code = "source-parameter-wrong"
    zh = "“{system}”提示参数类型有误（98），请管理员核对该接口的参数。"
    en = "{system} wants a parameter of another type (98). The administrator compares those of the interface."


class InterfaceFailed(SourceRefused):
    """The department's system behind the interface failed (99)."""

    code = "source-interface-failed"
    zh = "“{system}”该接口的提供部门系统出错（99），请稍后再试或自行上传材料。"
    en = "The department's system behind {system} failed (99). Try again later, or upload what is needed."


_REFUSALS: Mapping[str, type[SourceRefused]] = {
    BAD_SIGN: SignatureRefused,
    "18": QuotaExhausted,
    "96": DataRefused,
    "97": ParameterMissing,
    "98": ParameterWrong,
    "99": InterfaceFailed,
}


def refusal(code: str) -> SourceRefused:
    """Return what a code means; one that is in no table is a refusal with its number."""
    return _REFUSALS.get(code, SourceRefused)(system=SYSTEM, reason=code)
