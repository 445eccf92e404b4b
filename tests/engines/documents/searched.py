"""Documents as rows, for tests of what is found among them."""

import uuid
from datetime import datetime
from typing import Any

from engines.documents.models import DocumentReceipt, OfficialDocument
from kit import clock
from kit.database import Unit
from kit.ids import first_id, new_id

#: Organs of nobody's pack.
SENDER, RECEIVER, OTHER = "11330900TEST00001A", "11330900TEST00002B", "11330900TEST00003C"


def id_made_at(moment: datetime) -> uuid.UUID:
    """Return an id as of a moment; the process's own never go back, wherever other tests travelled."""
    return uuid.UUID(int=first_id(moment).int + uuid.uuid4().int % (1 << 60))


def plant_document(unit: Unit, **values: Any) -> uuid.UUID:
    """Write a document that was sent, and return its id."""
    document_id: uuid.UUID = values.pop("id", None) or new_id()
    usual: dict[str, Any] = {
        "state": "dispatched",
        "version": 7,
        "origin": "own",
        "department_code": SENDER,
        "drafting_department": SENDER,
        "author_id": None,
        "author_name": "潘毅",
        "written_by": [],
        "kind": "notice",
        "title": "关于做好防台风工作的通知",
        "register_code": None,
        "number": None,
        "joint_departments": [],
        "main_recipients": [],
        "copies": [],
        "organ_lists": [],
        "body": "各单位要压实责任。",
        "note": "",
        "attendance": "",
        "publication": "internal",
        "restricted": False,
        "cited": [],
        "saved_at": clock.now(),
        "sealed": False,
        "recipients": 0,
        "remarks": [],
    }
    unit.add(OfficialDocument, id=document_id, **{**usual, **values})
    return document_id


def plant_receipt(unit: Unit, document_id: uuid.UUID, department: str = RECEIVER, **values: Any) -> uuid.UUID:
    """Write what an organ received of a document, and return its id."""
    receipt_id: uuid.UUID = values.pop("id", None) or new_id()
    usual: dict[str, Any] = {
        "role": "main",
        "state": "awaiting",
        "version": 1,
        "sender_code": SENDER,
        "sender_name": "测试机关",
        "title": "关于做好防台风工作的通知",
        "kind": "notice",
        "number": "测政发〔2026〕1号",
        "urgency": None,
        "restricted": False,
        "sent_at": clock.now(),
    }
    unit.add(DocumentReceipt, id=receipt_id, document_id=document_id, department_code=department, **{**usual, **values})
    return receipt_id
