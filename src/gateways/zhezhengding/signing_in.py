"""Sign-in: who is behind a single-use code, got in the app or by scanning at a computer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateways.errors import TicketRefused
from gateways.zhezhengding.calls import Calls, Refusal, checked, data_of, record, stated
from kit.errors import Unprocessable

_CODE_REFUSED = "240111"


class ScanNotOffered(Unprocessable):
    """The city has registered no application that officers could scan."""

    code = "scan-not-offered"
    zh = "本市未开通扫码登录，请从“浙政钉”工作台进入。"
    en = "Signing in by scanning is not offered here. Enter from the workbench of 浙政钉."


@dataclass(frozen=True)
class OfficeIdentity:
    """The civil servant behind a code; ``employee_code`` is the key that accounts are bound to."""

    account_id: str
    employee_code: str
    name: str


def exchange_code(calls: Calls, code: str) -> OfficeIdentity:
    """Return who is behind an in-app code. Errors: :class:`TicketRefused`."""
    return _identity(calls.post_with_token("/rpc/oauth2/dingtalk_app_user.json", {"auth_code": code}))


def exchange_scan_code(calls: Calls, code: str) -> OfficeIdentity:
    """Return who is behind the code of a scan, by the scan application's own keys. Errors: :class:`TicketRefused`."""
    return _identity(calls.post_with_token("/rpc/oauth2/getuserinfo_bycode.json", {"code": code}))


def _identity(body: Any) -> OfficeIdentity:
    user = _user_of(checked(body, _code_refused))
    return OfficeIdentity(
        account_id=stated(user, "accountId"),
        # A super-administrator of the portal has none, and is no officer of any department.
        employee_code=stated(user, "employeeCode"),
        name=stated(user, "lastName", "nickNameCn"),
    )


def _code_refused(refusal: Refusal) -> Exception | None:
    return TicketRefused() if refusal.code == _CODE_REFUSED else None


def _user_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find the user: the SDK's class is flat, other clients read ``content.data``; both are accepted."""
    return body if "accountId" in body else record(data_of(body))
