"""Work notifications: what they can look like, sending and revoking them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateways.errors import SourceRefused
from gateways.zhezhengding.calls import SYSTEM, Calls, Refusal, checked, refusal

#: Bytes of a message as JSON in UTF-8.
LARGEST_MESSAGE = 2048
#: A message as the portal takes it: ``{"msgtype": t, t: {…}}``.
Message = Mapping[str, Any]


class MessageTooLarge(ValueError):
    """The message has more than :data:`LARGEST_MESSAGE` bytes; whoever writes it shortens its texts."""


class TooManyReceivers(ValueError):
    """A call has more receivers than the portal takes; its key stands for one call, so nothing is split here."""


@dataclass(frozen=True)
class Sent:
    """What became of a message: its id, or that the portal had it already, by its key (``repeated``)."""

    message_id: str
    repeated: bool = False


def text(content: str) -> Message:
    """Return a message of plain text."""
    return _message("text", {"content": content})


def link(title: str, content: str, url: str, picture_url: str = "") -> Message:
    """Return a message that opens an address."""
    return _message("link", {"title": title, "text": content, "messageUrl": url, "picUrl": picture_url})


def markdown(title: str, content: str) -> Message:
    """Return a message in markdown."""
    return _message("markdown", {"title": title, "text": content})


def oa(url: str, head: str, body: Mapping[str, Any], colour: str = "FF1565C0") -> Message:
    """Return an office message: ``body`` may have ``title, form [{key, value}], rich, content, author`` and more."""
    return _message("oa", {"message_url": url, "head": {"bgcolor": colour, "text": head}, "body": dict(body)})


def action_card(title: str, content: str, buttons: Sequence[tuple[str, str]], *, side_by_side: bool = False) -> Message:
    """Return a card in markdown with buttons, each a title and the address that it opens; one fills the card."""
    card: dict[str, Any] = {"title": title, "markdown": content}
    if len(buttons) == 1:
        card |= {"single_title": buttons[0][0], "single_url": buttons[0][1]}
    else:
        card["btn_orientation"] = "1" if side_by_side else "0"
        card["btn_json_list"] = [{"title": name, "action_url": url} for name, url in buttons]
    return _message("action_card", card)


class Messages:
    """Work notifications of the office portal."""

    def __init__(self, calls: Calls) -> None:
        """Speak through an application's calls."""
        self._calls, self._settings = calls, calls.settings

    def send_notification(
        self, key: str, message: Message, receivers: Sequence[str], organisations: Sequence[str] = ()
    ) -> Sent:
        """Send a work notification to accounts; ``key`` (``bizMsgId``) is the same at every try.

        The portal refuses a repeated key as a duplicate, which means that the message has arrived before.
        Errors: :class:`MessageTooLarge`, :class:`TooManyReceivers`, those of gateways.
        """
        written = orjson.dumps(message)
        if len(written) > LARGEST_MESSAGE:
            raise MessageTooLarge
        if len(receivers) + len(organisations) > self._settings.receivers_per_call:
            raise TooManyReceivers
        body = self._calls.post(
            "/message/workNotification",
            {
                "organizationCodes": ",".join(organisations),
                "receiverIds": ",".join(receivers),
                "tenantId": self._settings.tenant_id,
                "bizMsgId": key,
                "msg": written.decode(),
            },
        )
        refused = refusal(body)
        if refused is None:
            return Sent(str(body.get("content") or ""))
        if self._is_repeat(refused):
            return Sent("", repeated=True)
        raise SourceRefused(system=SYSTEM, reason=refused.code)

    def revoke_notification(self, key: str) -> None:
        """Take a work notification back by its key."""
        checked(
            self._calls.post(
                "/message/revoke",
                {
                    "msgType": "workNotification",
                    "msgApp": self._settings.message_app or self._settings.app_key,
                    "tenantId": self._settings.tenant_id,
                    "bizMsgId": key,
                },
            )
        )

    def _is_repeat(self, refused: Refusal) -> bool:
        """Tell a duplicate: by the codes that are set, or by the portal's own word for it."""
        sentence = refused.sentence.lower()
        return refused.code in self._settings.duplicate_codes or "duplicate" in sentence or "重复" in sentence


def _message(kind: str, content: Mapping[str, Any]) -> Message:
    return {"msgtype": kind, kind: content}
