"""What can go wrong with an outside system, as refusals that a person can act on."""

from kit.errors import Problem, Unauthenticated


class GatewayProblem(Problem):
    """The root of all faults of outside systems; ``system`` names the one concerned."""

    status = 503
    code = "source-unavailable"
    zh = "“{system}”暂时无法访问，请稍后再试。"
    en = "{system} is out of reach just now. Try again in a while."
    exposes = ("system",)


class SourceUnavailable(GatewayProblem):
    """No answer in time, or no connection."""

    transient = True


class CircuitOpen(SourceUnavailable):
    """The system failed so often that it is left alone for a while."""


class SourceNonsense(GatewayProblem):
    """The system answered something that is not what its protocol says."""

    status = 502
    code = "source-nonsense"
    zh = "“{system}”返回的内容无法识别，请稍后再试。"
    en = "{system} answered something that cannot be understood. Try again in a while."


class SourceRefused(GatewayProblem):
    """The system refused our request: signature, quota, permission, or its own rule."""

    status = 503
    code = "source-refused"
    zh = "“{system}”拒绝了请求（{reason}），请联系平台管理员。"
    en = "{system} refused the request ({reason}). Tell the platform's administrator."


class KeysRefused(SourceRefused):
    """The system refuses our key, signature or clock: what was sent is sound, and waits until that is mended."""

    code = "keys-refused"
    zh = "“{system}”不接受本平台的密钥、签名或时钟（{reason}），请管理员核对密钥配置与服务器时间；此后将自动继续。"
    en = "{system} refuses our key, signature or clock ({reason}). Check both; what waits goes on by itself then."
    transient = True


class TicketRefused(Unauthenticated):
    """A portal ticket or code that is expired, used already, or made for another application."""

    code = "ticket-refused"
    zh = "登录票据无效、已过期或已使用，请返回“浙里办”或“浙政钉”重新进入。"
    en = "This sign-in ticket is invalid, expired or used already. Go back to the portal and enter again."
