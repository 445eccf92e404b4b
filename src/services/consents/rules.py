"""What can be consented to."""

from collections.abc import Collection, Sequence

from kit.errors import Pointer, Unprocessable


class PurposeUnknown(Unprocessable):
    """A purpose that the matter has no use for: consent is asked for what is needed and no more (第六条)."""

    code = "purpose-unknown"
    zh = "该事项不需要所列授权，请按准备结果中的授权项提交。"
    en = "The matter has no use for a purpose that is named. Take them from the preparation."


def check_purposes(purposes: Sequence[str], known: Collection[str]) -> None:
    """Refuse purposes that the matter does not need."""
    wrong = [index for index, purpose in enumerate(purposes) if purpose not in known]
    if wrong:
        raise PurposeUnknown(
            pointers=[Pointer(f"/purposes/{i}", "unknown", "该事项不需要此授权。", "Not needed.") for i in wrong],
        )
