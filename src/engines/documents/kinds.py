"""The fifteen kinds of official documents, how urgent one is, and the words for the rest of its metadata.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第八条 names the kinds; GB/T 33480-2016 the metadata.
"""

from collections.abc import Mapping

#: Kind by its code, in the order of the regulation.
KINDS: Mapping[str, str] = {
    "resolution": "决议",
    "decision": "决定",
    "order": "命令",
    "communique": "公报",
    "announcement": "公告",
    "public_notice": "通告",
    "opinion": "意见",
    "notice": "通知",
    "bulletin": "通报",
    "report": "报告",
    "request": "请示",
    "reply": "批复",
    "bill": "议案",
    "letter": "函",
    "minutes": "纪要",
}
#: Kinds that go up and name who signed them (GB/T 9704-2012 section 7.2.6).
UPWARD = ("request", "report")
URGENCIES: Mapping[str, str] = {"urgent": "加急", "extra_urgent": "特急"}
PUBLICATIONS: Mapping[str, str] = {"public": "主动公开", "on_request": "依申请公开", "internal": "不予公开"}
#: 机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号) 第六条.
RETENTIONS: Mapping[str, str] = {"permanent": "永久", "30_years": "30年", "10_years": "10年"}
FORMS: Mapping[str, str] = {"document": "文件", "letter": "信函", "order": "命令", "minutes": "纪要"}
#: How a document came to stand here.
ORIGINS: Mapping[str, str] = {"own": "本系统拟制", "exchange": "系统对接", "imported": "公文包导入"}
