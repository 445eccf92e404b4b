"""What the codes of a matter are called."""

LIGHT_NAMES = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "grey": "灰灯"}
LIGHTS = tuple(LIGHT_NAMES)
IMPORTANCE_NAMES = {"normal": "一般", "important": "重要", "urgent": "紧急"}
#: How often a report is due.
CADENCE_NAMES = {"none": "不定期", "weekly": "每周", "monthly": "每月", "milestones": "按节点"}
CADENCES = tuple(CADENCE_NAMES)
#: Of escalation sheets, the mildest first.
COLOUR_NAMES = {"blue": "蓝色", "orange": "橙色", "red": "红色"}
COLOURS = tuple(COLOUR_NAMES)
#: Where a matter comes from, as who registers it says; ``instruction`` and ``split`` are made by the system.
_REGISTERED = {
    "document": "公文",
    "minutes": "会议纪要",
    "plan": "工作计划",
    "note": "领导批示",
    "complaint": "投诉举报",
    "case": "办件",
    "other": "其他",
}
SOURCES = tuple(_REGISTERED)
SOURCE_NAMES = {**_REGISTERED, "instruction": "收文批示", "split": "上级事项分解"}
