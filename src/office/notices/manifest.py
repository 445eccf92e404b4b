"""What this micro-app says of itself, and the life of a notice."""

from engines.lifecycles import Lifecycle, State, Transition
from kit.manifest import Manifest

PUBLISH = "notices.publish"
PUBLISH_EVERYWHERE = "notices.publish_everywhere"
READ = "notices.read"


def _publishers(name: str, source: str, target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of those who publish for the notice's department."""
    return Transition(name, (source,), target, "department", zh, en, permission=PUBLISH, resource=resource)


def _by_itself(name: str, source: str, target: str | None, zh: str, en: str) -> Transition:
    return Transition(name, (source,), target, "system", zh, en)


NOTICE = Lifecycle(
    "notice",
    (
        State("draft", "草稿", "draft", "office"),
        State("scheduled", "待发布", "to be published", "office"),
        State("published", "已发布", "published", "nobody"),
        State("withdrawn", "已撤回", "withdrawn", "nobody", final=True),
        State("replaced", "已更正", "replaced by a correction", "nobody", final=True),
        State("expired", "已过期", "expired", "nobody", final=True),
        State("discarded", "已作废", "discarded", "nobody", final=True),
    ),
    (
        _publishers("change", "draft", None, "修改", "change", "changes"),
        _publishers("discard", "draft", "discarded", "作废", "discard", "disposal"),
        _publishers("schedule", "draft", "scheduled", "定时发布", "publish later", "publication"),
        _publishers("publish", "draft", "published", "发布", "publish", "publication"),
        _publishers("take_back", "scheduled", "draft", "取消定时", "take back", "taking_back"),
        _publishers("remind", "published", None, "催阅", "remind readers", "reminders"),
        _publishers("withdraw", "published", "withdrawn", "撤回", "withdraw", "withdrawal"),
        _by_itself("publish_on_time", "scheduled", "published", "到时发布", "publish at its moment"),
        _by_itself("follow_up", "published", None, "逾期未确认提醒", "ask again who is late"),
        _by_itself("replace", "published", "replaced", "更正替代", "replace by a correction"),
        _by_itself("expire", "published", "expired", "到期下线", "expire"),
    ),
)
#: How a notice comes into being.
BEGIN = Transition("draft", (), "draft", "department", "起草", "draft", permission=PUBLISH)

MANIFEST = Manifest(
    code="notices",
    title_zh="通知公告",
    title_en="Notices",
    audience="office",
    permissions=(PUBLISH, PUBLISH_EVERYWHERE, READ),
    lifecycles=(NOTICE,),
)
