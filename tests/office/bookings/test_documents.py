"""Documents of meetings over HTTP: brought by the organiser, read by those who take part, gone with the last one."""

from datetime import timedelta

from kit import clock
from tests.office.bookings.desk import BOOKINGS, DAY, Front, at, read, turn
from tests.product import PDF, Caller, Product

EARLY = DAY + timedelta(hours=7)


def attached(caller: Caller, booking_id: str, name: str = "议程.pdf", content: bytes = PDF, **form: str) -> object:
    """Add a document and return the problem's code, or the documents' names."""
    etag = caller.get(f"{BOOKINGS}/{booking_id}").headers["ETag"]
    body = caller.attach(f"{BOOKINGS}/{booking_id}/documents", content, name, etag, **form).get_json()
    return [item["name"] for item in body["documents"]] if "documents" in body else body["code"]


def removed(caller: Caller, booking_id: str, scope: str) -> int:
    """Take the first document off and return the status."""
    answer = caller.get(f"{BOOKINGS}/{booking_id}")
    href, etag = answer.get_json()["documents"][0]["href"], answer.headers["ETag"]
    return caller.send("DELETE", f"{href}?scope={scope}", headers={"If-Match": etag}).status_code


def test_who_takes_part_reads_the_documents_of_a_meeting(product: Product) -> None:
    with clock.travel(EARLY):
        front, lu = Front(product), product.officer("officer-lu")
        front.added(1)
        people = [{"officer_id": front.rui.session["subject"]["id"]}, {"department": "11330900002600237T"}]
        (item,) = front.booked(front.ming, 1, at(9), at(10), attendees=people)
        booking_id = item["id"]
        assert attached(front.ming, booking_id) == ["议程.pdf"]
        assert attached(front.ming, booking_id, "议程.pdf", b"no pdf") == "file-not-what-it-says"
        assert attached(front.ming, booking_id, "工具.exe") == "file-kind-forbidden"
        assert attached(front.rui, booking_id) == "not-your-turn"
        (document,) = read(front.rui, booking_id)["documents"]
        assert [caller.get(document["href"]).data for caller in (front.ming, front.rui, lu)] == [PDF] * 3
        # Who keeps the room sees the booking, and not what the meeting is about.
        assert read(front.keeper, booking_id)["documents"] == []
        assert front.keeper.get(document["href"]).status_code == 404
        turn(front.ming, booking_id, "changes", {"attendees": people[:1]})
        assert lu.get(document["href"]).status_code == 404
        assert removed(front.rui, booking_id, "this") == 403
        assert removed(front.ming, booking_id, "this") == 200
        assert front.ming.get(document["href"]).status_code == 404


def test_a_series_shares_a_document_until_the_last_one_lets_it_go(product: Product) -> None:
    with clock.travel(EARLY):
        front = Front(product)
        front.added(1)
        made = front.booked(front.ming, 1, at(9), at(10), repeat={"rule": "FREQ=WEEKLY;COUNT=3"})
        ids = [item["id"] for item in made]
        attached(front.ming, ids[0], scope="following")
        assert attached(front.ming, ids[2], "附件.pdf") == ["议程.pdf", "附件.pdf"]
        assert removed(front.ming, ids[1], "following") == 200
        papers = [[item["name"] for item in read(front.ming, booking_id)["documents"]] for booking_id in ids]
        assert papers == [["议程.pdf"], [], ["附件.pdf"]]
        (left,) = read(front.ming, ids[0])["documents"]
        assert front.ming.get(left["href"]).data == PDF
        assert removed(front.ming, ids[0], "this") == 200
