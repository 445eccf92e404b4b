"""What is refused of assets, and what to do then."""

from kit.errors import Forbidden, NotFound, Unprocessable


class AssetNotFound(NotFound):
    """No such asset, or none that this officer may see."""

    code = "asset-not-found"
    zh = "没有找到该资产。"
    en = "There is no such asset."


class NotYourAssets(Forbidden):
    """An organ's assets are registered by who keeps them."""

    code = "assets-out-of-scope"
    zh = "您不能登记该单位的资产。"
    en = "You may not register assets of this organ."


class AssetUnfit(Unprocessable):
    """Days, organs or users that cannot be."""

    code = "asset-unfit"
    zh = "资产填写有误，请按提示修改。"
    en = "Something of this asset cannot be. See the places that are pointed at."


class DisposalAskedBySelf(Forbidden):
    """A disposal is approved by another person than the one who asked for it."""

    code = "asset-disposal-own-request"
    zh = "不能审批本人提出的资产处置申请，请由其他审批人员审批。"
    en = "You asked for this disposal yourself. Somebody else decides."


class TooManyLabels(Unprocessable):
    """Labels are printed for so many assets at once."""

    code = "asset-labels-too-many"
    zh = "所选资产超过{most}件，请缩小筛选范围后再打印标签。"
    en = "More than {most} assets were asked for. Narrow the filter, and print the labels in several sheets."
    exposes = ("most",)
