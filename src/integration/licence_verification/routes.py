"""Verifying a licence over HTTP: JSON for programs, a page for the person who scanned the code."""

from flask import Response, render_template_string, request

from engines.licences import verify_licence
from integration.licence_verification.schemas import VerificationOut
from kit.web import Door, unit

door = Door(
    "licence_verification",
    audience="public",
    url_prefix="/licences/verify",
    description="证照核验: no sign-in.",
    document="integration",
)

_STATUS = {
    "valid": "真实有效",
    "expired": "已过期",
    "suspended": "已暂停",
    "lost": "已挂失",
    "replaced": "已换发",
    "revoked": "已失效",
    "penalty": "已吊销",
    "annulment": "已撤销",
    "cancellation": "已注销",
}
_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>证照核验</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{margin:0;background:#f3f4f6;font:16px/1.6 -apple-system,"PingFang SC","Noto Sans CJK SC",sans-serif;
  color:#1f2937}
main{max-width:30rem;margin:0 auto;padding:1.25rem}
.card{background:#fff;border-radius:14px;padding:1.25rem 1.25rem .5rem;box-shadow:0 1px 3px #0002}
.mark{border-radius:14px;padding:1.5rem;text-align:center;color:#fff;margin-bottom:1rem}
.good{background:#15803d}.bad{background:#b91c1c}
.mark b{display:block;font-size:1.6rem}.mark p{margin:.6rem 0 0;font-size:.95rem;opacity:.92}
dl{margin:0}dt{color:#6b7280;font-size:.85rem}dd{margin:0 0 .9rem;word-break:break-all}
</style></head><body><main><div class="mark {{ 'good' if v.valid else 'bad' }}"><b>{{ word }}</b>{{ v.name }}
{%- if v.status_since %}<p>自 {{ v.status_since }} 起
{%- if v.suspended_until %}，至 {{ v.suspended_until }} 止{% endif %}</p>{% endif %}
{%- if v.newer_exists %}<p>该证照已有更新的版本，请向持证主体索取新证照的二维码。</p>{% endif %}</div>
<div class="card"><dl><dt>持证主体</dt><dd>{{ v.holder }}</dd><dt>颁发机构</dt><dd>{{ v.issuer }}</dd>
<dt>颁发日期</dt><dd>{{ v.issued_on }}</dd><dt>有效期至</dt><dd>{{ v.expires_on or '长期' }}</dd>
<dt>电子证照标识</dt><dd>{{ v.identifier }}</dd><dt>核验时间</dt><dd>{{ v.checked_at }}</dd></dl>
</div></main></body></html>"""


@door.route("/<string:code>")
@door.response(200, VerificationOut())
@door.problems(404)
def verify(code: str) -> Response:
    """Verify a licence by the code in its QR.

    Needs no sign-in and shows the holder masked. A browser gets a page, a program gets JSON.
    """
    found = verify_licence(unit(), code)
    wanted = request.accept_mimetypes.best_match(["application/json", "text/html"], "application/json")
    if wanted == "text/html":
        page = Response(render_template_string(_PAGE, v=found, word=_STATUS[found["revoked_as"] or found["status"]]))
        page.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return page
    return door.answer(found)
