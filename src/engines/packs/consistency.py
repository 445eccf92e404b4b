"""What an audit of a city's catalogue finds between the elements of one matter that are each right by themselves."""

from collections.abc import Iterator
from typing import Any

Found = tuple[str, str, str]

ONLINE = {"2", "3"}
PERSON = "1"
NECESSARY = "1"
TOLERATED = "3"
#: 证 goes out as a licence (出证办结); 文 and 批复 go out as papers (出文办结、审批办结).
CERTIFICATES = ("证", "证书", "执照", "护照")
PAPERS = ("批复", "决定书", "通知书", "告知书", "意见书", "回执")


def depth_agrees_with_forms(_city: object, matter: dict[str, Any]) -> Iterator[Found]:
    """Ⅳ is handled online from end to end (全程网办), so a form of handling is the computer or the phone."""
    if matter["online_level"] == "IV" and not ONLINE & set(matter["handle_forms"]):
        yield "/handle_forms", "depth Ⅳ means that it is handled online", "add 2 or 3, or lower the depth"


def results_are_named_for_what_they_are(_city: object, matter: dict[str, Any]) -> Iterator[Found]:
    """Let a result that is called a certificate be a licence, and one that is called a decision a paper."""
    kind, name = matter["result"]["kind"], matter["result"]["name"]
    if kind == "notice" and name.endswith(CERTIFICATES):
        yield "/result/name", "what is called 证 is issued as a licence", "give its licence type, or name the paper"
    if kind == "licence" and name.endswith(PAPERS):
        yield "/result/name", "批复 and 通知书 are papers", "make it a notice, or name the licence"


def livelihood_serves_people(_city: object, matter: dict[str, Any]) -> Iterator[Found]:
    """民生事项 are for natural persons, whoever else may ask for them."""
    if matter["livelihood"] and PERSON not in matter["audience"]:
        yield "/livelihood", "a livelihood matter serves natural persons (1)", "add 1 to audience, or write false"


def what_is_brought_names_its_source(_city: object, matter: dict[str, Any]) -> Iterator[Found]:
    """Let a necessary material that only the applicant can bring say which shared data would spare it."""
    for i, material in enumerate(matter["materials"]):
        brought = {way["kind"] for way in material["satisfied_by"]} <= {"upload", "locker"}
        if material["necessity"] == NECESSARY and brought and "wanted_resource" not in material:
            place = f"/materials/{i}/wanted_resource"
            yield place, "what must be brought names the data that would spare it", "name the resource and its holder"


def waiting_is_for_the_tolerated(_city: object, matter: dict[str, Any]) -> Iterator[Found]:
    """Let only a tolerated material (容缺后补) have days by which it must come."""
    for i, material in enumerate(matter["materials"]):
        if "tolerance_days" in material and material["necessity"] != TOLERATED:
            place = f"/materials/{i}/tolerance_days"
            yield place, "only a tolerated material may come later", "write necessity 3, or drop the days"
