"""浙政钉 (专有钉钉): sign-in of civil servants, work notifications, to-dos, and the directory."""

from gateways.zhezhengding.calls import ZhezhengdingSettings
from gateways.zhezhengding.client import Zhezhengding
from gateways.zhezhengding.directory import Directory, Employee, Organisation, Scopes
from gateways.zhezhengding.messages import (
    LARGEST_MESSAGE,
    Message,
    Messages,
    action_card,
    link,
    markdown,
    oa,
    text,
)
from gateways.zhezhengding.signature import canonical_text, sign, sign_md5
from gateways.zhezhengding.signing_in import OfficeIdentity, ScanNotOffered
from gateways.zhezhengding.todos import LONGEST_SUBJECT, Created, Todo, Todos

__all__ = [
    "LARGEST_MESSAGE",
    "LONGEST_SUBJECT",
    "Created",
    "Directory",
    "Employee",
    "Message",
    "Messages",
    "OfficeIdentity",
    "Organisation",
    "ScanNotOffered",
    "Scopes",
    "Todo",
    "Todos",
    "Zhezhengding",
    "ZhezhengdingSettings",
    "action_card",
    "canonical_text",
    "link",
    "markdown",
    "oa",
    "sign",
    "sign_md5",
    "text",
]
