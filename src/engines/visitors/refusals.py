"""What is refused of visits, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class VisitNotFound(NotFound):
    """No such visit, or none that this officer may see."""

    code = "visit-not-found"
    zh = "没有找到该来访，或您无权查看。"
    en = "There is no such visit, or it is not yours to see."


class VisitorBuildingNotFound(NotFound):
    """No such building, or it receives nobody."""

    code = "visitor-building-not-found"
    zh = "没有找到该办公楼，或该楼不接待访客。"
    en = "There is no such building, or it receives no visitors."


class PassUnknown(NotFound):
    """No visit has this code, or its visitor's data are erased."""

    code = "pass-unknown"
    zh = "通行码无效。"
    en = "No pass has this code."


class VisitorPageNotFound(NotFound):
    """No invitation stands under this token, or its data are erased."""

    code = "visitor-page-not-found"
    zh = "链接无效，或该次来访的信息已删除。"
    en = "There is no invitation under this link, or its data have been erased."


class BarNotFound(NotFound):
    """No such bar, or of buildings that this officer does not guard."""

    code = "bar-not-found"
    zh = "没有找到该限制来访记录，或您无权查看。"
    en = "There is no such bar, or it is not yours to see."


class NotYourReception(Forbidden):
    """Admissions, departures and lists of a building are for those who keep its reception."""

    code = "not-your-reception"
    zh = "您不是该办公楼的访客接待人员。"
    en = "The reception of this building is not yours to keep."


class HostWithoutDepartment(Forbidden):
    """A visitor has to know which organ handles their data."""

    code = "host-without-department"
    zh = "您没有所在单位，不能邀请访客。"
    en = "You have no department, so nobody can be invited in its name."


class VisitUnfit(Unprocessable):
    """The visit or its visitors cannot be like this."""

    code = "visit-unfit"
    zh = "来访信息有误，请按提示修改。"
    en = "The visit cannot be like this. Correct what is pointed at."


class BarUnfit(Unprocessable):
    """A bar needs something by which the person is known, and a day that lies ahead."""

    code = "bar-unfit"
    zh = "限制来访信息有误，请按提示修改。"
    en = "Nobody can be barred like this. Correct what is pointed at."


class VisitorBarred(Conflict):
    """Somebody among the visitors is not received; why is for those who bar."""

    code = "visitor-barred"
    zh = "{visitors}被限制来访，不能邀请或放行。如有疑问请联系该楼安保人员。"
    en = "{visitors}: barred from this building. Ask its security if in doubt."
    exposes = ("visitors",)


class PassNotNow(Conflict):
    """A pass holds from half an hour before the visit until its end."""

    code = "pass-not-now"
    zh = "该通行码的有效地点为{building}，有效时间为{valid_from}至{valid_until}，现在不能放行。"
    en = "This pass holds at {building} from {valid_from} until {valid_until}."
    exposes = ("building", "valid_from", "valid_until")


class PassElsewhere(Conflict):
    """A pass holds in one building."""

    code = "pass-elsewhere"
    zh = "该通行码不在本楼使用，有效地点为{building}，有效时间为{valid_from}至{valid_until}。"
    en = "This pass holds elsewhere: at {building} from {valid_from} until {valid_until}."
    exposes = ("building", "valid_from", "valid_until")


class PassUsed(Conflict):
    """A pass admits once."""

    code = "pass-used"
    zh = "该来访已于{arrived}放行，不能重复使用。"
    en = "This visitor was admitted at {arrived}. A pass admits once."
    exposes = ("arrived",)


class ConsentMissing(Conflict):
    """Nobody is admitted on data whose use they did not agree to."""

    code = "consent-missing"
    zh = "访客尚未同意，请访客打开短信链接确认，或当场书面同意后登记。"
    en = "The visitor has not consented. Let them open the link, or record consent given on paper."


class CertificateDiffers(Conflict):
    """The certificate at the desk is not the one that was announced."""

    code = "certificate-differs"
    zh = "所出示证件与登记的证件不一致，不能放行。"
    en = "The certificate shown is not the one that was announced."


class CertificateNotGiven(Conflict):
    """Without a number there is nothing to compare at the desk."""

    code = "certificate-not-given"
    zh = "该访客没有登记证件号码，请核对通行码，或登记所出示的证件。"
    en = "No certificate was announced. Read the pass, or take down the certificate that is shown."


class BarLifted(Conflict):
    """A bar is lifted once."""

    code = "bar-lifted"
    zh = "该限制已解除。"
    en = "This bar was lifted already."
