"""Sheets that the tests set: one of every form."""

import datetime as dt
from dataclasses import replace

from engines.typesetting import Attachment, Attendance, Organ, Sheet, parse_text

DAY = dt.date(2026, 3, 5)
PLAIN = "为深入贯彻落实党中央、国务院关于政务服务提质增效的决策部署，持续优化营商环境，现就有关事项通知如下。"
LONG = PLAIN + "各级各部门要提高认识，压实责任，确保各项任务落到实处、取得实效，并及时总结推广好经验好做法。"
TYPED = f"""{PLAIN}
一、总体要求
坚持以人民为中心的发展思想，推动更多事项“一次办成”。
（一）工作目标。到2026年底，全市政务服务事项网上可办率达到98%以上，平均办理时限压缩至3.5个工作日。{LONG}
1.聚焦高频事项。{LONG}
（1）梳理事项清单。{LONG}
（2）公布办事指南。{LONG}
2.聚焦企业需求。{LONG}
（二）基本原则。{LONG}
二、重点任务
（一）推进数据共享。{LONG}
（二）提升窗口服务。{LONG}
三、保障措施
{LONG}
{LONG}"""
NOTICE = Sheet(
    title="舟山市人民政府办公室关于印发舟山市深化政务服务增值化改革实施方案的通知",
    organs=(Organ("舟山市人民政府办公室"),),
    blocks=parse_text(TYPED),
    date=DAY,
    number="舟政办发〔2026〕12号",
    urgency="特急",
    recipients=("各县（区）人民政府，各功能区管委会，市政府直属各单位：",),
    attachments=(
        Attachment("舟山市深化政务服务增值化改革重点任务清单", parse_text(TYPED[:900])),
        Attachment("联系人名单"),
    ),
    note="此件公开发布",
    copies=(
        "市委各部门，市人大常委会、政协办公室，舟山军分区，市法院、检察院，各民主党派，各人民团体，中央和省属在舟各单位",
    ),
    printed_by="舟山市人民政府办公室",
    printed_on=dt.date(2026, 3, 6),
)
REQUEST = replace(
    NOTICE,
    title="舟山市人民政府关于要求设立舟山数字海洋产业园区的请示",
    organs=(Organ("舟山市人民政府"),),
    number="舟政〔2026〕8号",
    urgency="加急",
    signers=("王海明",),
    recipients=("浙江省人民政府",),
    blocks=parse_text(f"{LONG}\n{LONG}\n妥否，请批示。"),
    attachments=(Attachment("舟山数字海洋产业园区总体规划"),),
    note="联系人：李卫国，联系电话：0580—2280000",
    copies=(),
)
FOUR = ("舟山市大数据发展管理局", "舟山市财政局", "舟山市人力资源和社会保障局", "舟山市市场监督管理局")
JOINT = replace(
    NOTICE,
    title="关于做好2026年度数字化改革项目申报工作的通知",
    organs=tuple(Organ(name) for name in FOUR),
    number="舟数据〔2026〕3号",
    urgency="",
    blocks=parse_text(f"{LONG}\n{LONG}"),
    attachments=(),
    note="",
)
LETTER = replace(
    NOTICE,
    title="舟山市大数据发展管理局关于商请提供企业登记信息的函",
    kind="letter",
    organs=(Organ("舟山市大数据发展管理局"),),
    number="舟数据函〔2026〕7号",
    urgency="加急",
    recipients=("市市场监督管理局",),
    blocks=parse_text(f"{LONG}\n{LONG}\n特此致函，请予支持。"),
    attachments=(),
    note="",
    copies=("市政府办公室",),
)
MINUTES = replace(
    NOTICE,
    title="研究数字化改革有关工作",
    kind="minutes",
    head="市政府专题会议纪要",
    number="〔2026〕5号",
    urgency="",
    recipients=(),
    attachments=(),
    attendance=(
        Attendance("出席", "张某某、李某某（市政府办公室），王某某（市大数据局），陈某某、赵某某、孙某某（市财政局）"),
        Attendance("列席", "周某某（定海区人民政府）"),
        Attendance("请假", "吴某某"),
    ),
    note="",
)
ORDER = replace(
    NOTICE,
    title="",
    kind="order",
    organs=(Organ("舟山市人民政府"),),
    number="第86号",
    urgency="",
    recipients=(),
    blocks=parse_text(
        "《舟山市公共数据管理办法》已经2026年2月26日市人民政府第58次常务会议审议通过，现予公布，自2026年5月1日起施行。"
    ),
    attachments=(),
    order_post="市长",
    order_signer="王海明",
    note="",
    copies=(),
)
#: More recipients than page 1 has room for beside body text.
CROWDED = replace(REQUEST, recipients=("，".join(f"舟山市第{number}人民医院管理委员会" for number in range(40)),))
FORMS = {
    "notice": NOTICE,
    "request": REQUEST,
    "joint": JOINT,
    "letter": LETTER,
    "minutes": MINUTES,
    "order": ORDER,
}
