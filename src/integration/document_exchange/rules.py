"""The return flags (返回标识) of the exchange practice, beside the status of HTTP."""

from http import HTTPStatus

from auth import EXPIRED

OK, BAD_PARAMETER, BAD_TOKEN, TOKEN_EXPIRED, SYSTEM_ERROR = "00", "01", "02", "03", "04"
FLAGS = {
    OK: "成功",
    BAD_PARAMETER: "参数错误",
    BAD_TOKEN: "授信代码无效",
    TOKEN_EXPIRED: "授信代码过期",
    SYSTEM_ERROR: "系统错误",
}


def flag_of(status: int, challenge: str) -> str:
    """Return the flag of an answer by its status; an expired token says so in its challenge (RFC 6750)."""
    if status < HTTPStatus.BAD_REQUEST:
        return OK
    if status == HTTPStatus.UNAUTHORIZED:
        return TOKEN_EXPIRED if EXPIRED in challenge else BAD_TOKEN
    return SYSTEM_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else BAD_PARAMETER
