"""The steps of the journey: what a person or an officer does in one go, each printed with what matters about it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from assembly.journey_client import Answer, Client, StepFailed, fact, require

DELIVERY_SECONDS = 20.0
POLL_SECONDS = 0.25

#: A page of paper, small enough to be read here: the contract that people upload, the evidence that officers do.
PAGE_OF_PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def sign_in_citizen(client: Client, persona: str) -> str:
    """Sign in at the citizens' portal and return the refresh token."""
    client.token = None
    ticket = client.step(
        "Ticket of 浙里办", "POST /sandbox/zheliban/tickets", body={"persona": persona}, expect=201
    ).body
    fact(persona)
    return _session(client, {"method": "zheliban-ticket", "ticket": ticket["ticket"]})


def sign_in_officer(client: Client, persona: str) -> None:
    """Sign in at the office portal."""
    client.token = None
    code = client.step("Code of 浙政钉", "POST /sandbox/zhezhengding/codes", body={"persona": persona}, expect=201).body
    fact(persona)
    _session(client, {"method": "zhezhengding-code", "code": code["code"]})


def find(client: Client, words: str) -> str:
    """Find a matter by its words."""
    page = client.step(f"Find “{words}”", "GET /services/v1/matters", query={"q": words}).body
    require(holds=bool(page["items"]), message=f"the catalogue has no matter for {words}")
    found = page["items"][0]
    fact(f"{found['code']}, promised {found['limits']['promised']['days']} working days")
    return str(found["code"])


def prepare(client: Client, code: str) -> dict[str, Any]:
    """Ask what need not be brought."""
    prepared: dict[str, Any] = client.step(
        "What need not be brought", f"GET /services/v1/matters/{code}/preparation"
    ).body
    ways = ", ".join(f"{item['name']} by {item['satisfied_by']}" for item in prepared["materials"])
    fact(f"to upload: {prepared['to_upload']}; pre-filled {len(prepared['form']['values'])} fields; {ways}")
    if prepared["consent_needed"]:
        fact(f"— consent needed: {', '.join(prepared['consent_needed'])}")
    return prepared


def consent(client: Client, code: str, prepared: dict[str, Any]) -> str | None:
    """Consent to what the preparation asked for, unless that was done before."""
    if not prepared["consent_needed"]:
        return None
    asked = {"matter_code": code, "purposes": prepared["consent_needed"]}
    given = client.step("Give consent", "POST /services/v1/consents", body=asked, expect=201).body
    fact(", ".join(asked["purposes"]))
    return str(given["id"])


def upload(client: Client, name: str) -> str:
    """Upload a document."""
    stored = client.step(
        f"Upload {name}",
        "POST /services/v1/files",
        upload=(f"{name}.pdf", PAGE_OF_PAPER, "application/pdf"),
        expect=201,
    ).body
    fact(f"{stored['size']} bytes")
    return str(stored["id"])


def file(
    client: Client, code: str, prepared: dict[str, Any], files: dict[str, str], consent_id: str | None = None
) -> str:
    """File the case: what is pre-filled stays, the rest is typed as the form's examples say."""
    form = dict(prepared["form"]["values"])
    for name, field in prepared["form"]["schema"]["properties"].items():
        if name not in form and field.get("examples"):
            form[name] = field["examples"][0]
    materials = [
        {"code": item["code"], "file_ids": [files[item["code"]]] if item["code"] in files else []}
        for item in prepared["materials"]
        if item["code"] in files or item["status"] == "to_commit"
    ]
    body = {"matter_code": code, "form": form, "materials": materials, "consent_id": consent_id}
    filed = client.step("File once", "POST /services/v1/cases", body=body, expect=201).body
    fact(f"{filed['number']}, to be accepted by {filed['deadline']['due_on']}")
    check_receipt(client, filed["receipt"])
    return str(filed["id"])


def check_receipt(client: Client, receipt: str) -> None:
    """Verify the receipt as anybody can, with the published keys alone."""
    keys = client.step("The receipt, with the published keys", "GET /.well-known/jwks.json").body
    kid = jwt.get_unverified_header(receipt)["kid"]
    key = next((jwt.PyJWK(item) for item in keys["keys"] if item["kid"] == kid), None)
    if key is None:
        message = f"the key {kid} of the receipt is not published"
        raise StepFailed(message)
    claims = jwt.decode(receipt, key, algorithms=["ES256"])
    fact(f"signature holds for {claims['number']}")


def find_in_inbox(client: Client, case_id: str) -> None:
    """Find the case among what waits for the officer, page by page."""
    cursor = ""
    while True:
        page = client.step("Inbox", "GET /office/v1/inbox", query={"limit": "100", "cursor": cursor} if cursor else {})
        task = next((item for item in page.body["items"] if item["record_id"] == case_id), None)
        if task is not None:
            fact(f"{page.body['count']} wait; {task['title']}, due {task['due_on']}, {task['light']}")
            return
        cursor = page.body["next_cursor"]
        require(holds=bool(cursor), message="the case is in nobody's inbox")


def handle(client: Client, case_id: str, turn: str, body: dict[str, Any], title: str) -> None:
    """Read the case, then make a turn from the version that was read."""
    read = client.step(f"{title}: read", f"GET /office/v1/cases/{case_id}")
    done = client.step(title, f"POST /office/v1/cases/{case_id}/{turn}", body=body, headers=read_version(read)).body
    fact(f"{done['state']} ({done['state_name']}), with the {done['holder']}")
    if turn == "acceptance":
        deadline = done["deadline"]
        fact(f"— due {deadline['due_on']}: {deadline['rule']['zh']}")
        left_out = [f"{span['from']} {span['zh']}" for span in deadline["explanation"] if not span["counted"]]
        fact(f"— not counted: {'、'.join(left_out)}")


def correct(client: Client, case_id: str, files: dict[str, str]) -> None:
    """Answer the correction request with better files."""
    read = client.step("My case asks for something", f"GET /services/v1/cases/{case_id}")
    fact(read.body["timeline"][-1]["opinion"])
    body = {"materials": [{"code": code, "file_ids": [file_id]} for code, file_id in files.items()]}
    done = client.step(
        "Correct it", f"POST /services/v1/cases/{case_id}/corrections", body=body, headers=read_version(read)
    )
    fact(f"{done.body['state']}, to be accepted by {done.body['deadline']['due_on']}")


def receive(client: Client, case_id: str) -> None:
    """Wait for delivery, read the result, open the document, verify it without a token."""
    ends = time.monotonic() + DELIVERY_SECONDS
    while client.step("Follow", f"GET /services/v1/cases/{case_id}").body["state"] != "delivered":
        require(holds=time.monotonic() < ends, message="the worker did not deliver the result")
        time.sleep(POLL_SECONDS)
    fact("delivered")
    licence = client.step("Result", f"GET /services/v1/cases/{case_id}/result").body["licence"]
    fact(f"{licence['name']} {licence['identifier']}")
    document = client.step("The document", f"GET {licence['document_url']}")
    require(holds=document.body.startswith(b"%PDF-"), message="the document is no PDF")
    fact(f"PDF, {len(document.body)} bytes")
    owner, client.token = client.token, None
    found = client.step("Anybody verifies it", f"GET /licences/verify/{licence['verify_code']}").body
    client.token = owner
    require(holds=found["valid"], message="the licence does not verify")
    fact(f"{found['status']}, holder {found['holder']}")


def rate(client: Client, case_id: str) -> None:
    """Rate the handling."""
    body = {"level": 5, "tags": [], "text": "全程没跑一趟。"}
    done = client.step("Rate", f"POST /services/v1/cases/{case_id}/evaluation", body=body, expect=201).body
    fact(f"level {done['level']} of 5")


def see_data_uses(client: Client, case_id: str) -> None:
    """Read who used which of my data for this case."""
    uses = client.step("Who used my data", "GET /services/v1/data-uses", query={"limit": "50"}).body["items"]
    mine = [item for item in uses if item["case_id"] == case_id]
    require(holds=bool(mine), message="the ledger has no line for this case")
    last = mine[-1]
    fact(f"{len(mine)} lines for this case; {last['resource_name']}: {last['statute'] or last['consent_id']}")


def leave(client: Client, refresh_token: str) -> None:
    """Refresh, sign out, and see that the token is dead at once."""
    body = {"refresh_token": refresh_token}
    client.token = client.step("Refresh", "POST /auth/v1/sessions/refresh", body=body).body["access_token"]
    client.step("Sign out", "DELETE /auth/v1/sessions/current", expect=204)
    client.step("The token is dead at once", "GET /auth/v1/me", expect=401)
    client.token = None


def _session(client: Client, proof: dict[str, str]) -> str:
    session = client.step("Sign in", "POST /auth/v1/sessions", body=proof, expect=201).body
    client.token = session["access_token"]
    who = session["subject"]
    fact(f"{who['name']} ({who['kind']}), assurance level {who['assurance_level']}")
    return str(session["refresh_token"])


def read_version(read: Answer) -> dict[str, str]:
    """Return the header that says which version a change is made from."""
    return {"If-Match": read.headers["ETag"]}


def turn(
    client: Client, base: str, record_id: str, what: str, body: object, title: str, expect: int = 200
) -> dict[str, Any]:
    """Read a record and make a turn from the version that was read."""
    read = client.step("Read", f"GET {base}/{record_id}")
    answer: dict[str, Any] = client.step(
        title, f"POST {base}/{record_id}/{what}", body=body, headers=read_version(read), expect=expect
    ).body
    return answer


def until(
    client: Client, title: str, request: str, holds: Callable[[Any], bool], query: Mapping[str, str] | None = None
) -> Any:
    """Repeat a step until the worker has done its part. Errors: :class:`StepFailed` when it does not."""
    ends = time.monotonic() + DELIVERY_SECONDS
    while not holds(body := client.step(title, request, query=query).body):
        require(holds=time.monotonic() < ends, message=f"the worker did not do its part: {request}")
        time.sleep(POLL_SECONDS)
    return body


def read_messages(client: Client, case_id: str) -> None:
    """Read what the citizen was told of the case."""

    def about(page: dict[str, Any]) -> list[dict[str, Any]]:
        return [item for item in page["items"] if item["record_id"] == case_id]

    page = until(client, "My messages", "GET /services/v1/notifications", lambda page: len(about(page)) > 1)
    fact(f"{len(about(page))} about this case, the newest: {about(page)[0]['title']}")


def see_todo(client: Client, case_id: str, states: set[str]) -> None:
    """See what the office portal told the officer of the case: all its to-dos are in one of some states."""

    def about(page: dict[str, Any]) -> list[dict[str, Any]]:
        return [item for item in page["items"] if case_id in item["href"]]

    page = until(
        client,
        "What 浙政钉 told me",
        "GET /office/v1/notifications",
        lambda page: bool(about(page)) and {item["todo"] for item in about(page)} <= states,
    )
    fact(", ".join(f"{item['title']}: {item['todo']}" for item in about(page)))


def see_reports(client: Client, case_id: str) -> None:
    """See that every turn of the case was reported to the province's bus, in order."""

    def about(page: dict[str, Any]) -> list[dict[str, Any]]:
        return [item for item in page["items"] if (item["case_id"], item["system"]) == (case_id, "government_bus")]

    page = until(
        client,
        "Reports to the 政务总线",
        "GET /office/v1/reports",
        lambda page: len(about(page)) > 3 and all(item["state"] == "sent" for item in about(page)),
    )
    fact(", ".join(item["service"] for item in reversed(about(page))))
