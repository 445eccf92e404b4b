"""The whole product for tests that speak HTTP: real sandbox, real database, the city's real pack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from flask.testing import FlaskClient
from urllib3 import encode_multipart_formdata
from werkzeug.test import TestResponse

from assembly.application import create_app
from assembly.tables import every_table
from engines.packs import load_pack
from kit import clock
from kit.context import Context
from kit.ids import new_id
from kit.outbox import Worker
from kit.settings import load_settings

PACK = Path(__file__).parents[1] / "packs" / "zhoushan"

#: Nothing to bring for lin-haiyan; one review; produces a licence.
RENEWAL = "11330900002600341Y3330109023001"
#: Consent, an upload, a commitment, a tolerated material; two review steps, the second countersigned.
SALE = "12330900MB15A0079G3330715035001"

#: The proof of the home may follow later; the police accept, review twice, decide.
PERMIT = "11330900002600237T3330709012001"
#: The spouse of the mortgagor signs too.
MORTGAGE = "12330900MB15A0079G3330715035002"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SALE_FORM = {
    "name": "周礼文",
    "number": "330903198507231176",
    "phone": "13957200002",
    "location": "普陀区沈家门街道滨港路12号",
    "price": 186.5,
    "buyer": "林海燕",
}


@dataclass
class Caller:
    """Somebody with a phone: a client and a token."""

    client: FlaskClient
    token: str | None = None
    session: dict[str, Any] = field(default_factory=dict)

    def send(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **sent: Any) -> TestResponse:
        """Send a request as this person."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(path, method=method, headers={**own, **(headers or {})}, **sent)

    def get(self, path: str, **sent: Any) -> TestResponse:
        """GET an address."""
        return self.send("GET", path, **sent)

    def every(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Read a list to its end, page by page: other tests of the run leave rows in it too."""
        path, _, own = path.partition("?")
        query = {**dict(parse_qsl(own)), **query}
        found: list[dict[str, Any]] = []
        while True:
            answer = self.get(path, query_string={"limit": 100, **query})
            assert answer.status_code == 200, answer.text
            page = answer.get_json()
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]

    def tasks(self, record_id: str) -> list[dict[str, Any]]:
        """Return what waits for this officer about one record."""
        return [item for item in self.every("/office/v1/inbox") if item["record_id"] == record_id]

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        """POST JSON; keyword ``If_Match`` becomes the header ``If-Match``; a key of its own makes each new."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Idempotency-Key", str(new_id()))
        return self.send("POST", path, json=body, headers=named)

    def upload(self, content: bytes = PDF, name: str = "contract.pdf", **form: str) -> TestResponse:
        """Upload a file."""
        # Encoded here, since the test client leaves the temporary file of a large body open.
        body, content_type = encode_multipart_formdata({"file": (name, content), **form})
        return self.send("POST", "/services/v1/files", data=body, headers={"Content-Type": content_type})

    def attach(self, path: str, content: bytes, name: str, etag: str, **form: str) -> TestResponse:
        """Upload a file to an address, from the version that was read."""
        body, content_type = encode_multipart_formdata({"file": (name, content), **form})
        return self.send("POST", path, data=body, headers={"Content-Type": content_type, "If-Match": etag})

    def turn(self, case_id: str, turn: str, body: object, *, expect: int = 200) -> dict[str, Any]:
        """Read an office case and make a turn from what was read."""
        etag = self.get(f"/office/v1/cases/{case_id}").headers["ETag"]
        answer = self.post(f"/office/v1/cases/{case_id}/{turn}", body, If_Match=etag)
        assert answer.status_code == expect, answer.text
        return dict(answer.get_json())


@dataclass(frozen=True)
class Product:
    """One running product."""

    app: Flask
    context: Context

    def anybody(self) -> Caller:
        """Return a client without a token."""
        return Caller(self.app.test_client())

    def citizen(self, persona: str = "lin-haiyan") -> Caller:
        """Sign a person or organisation in at the citizens' portal."""
        caller = self.anybody()
        ticket = caller.post("/sandbox/zheliban/tickets", {"persona": persona}).get_json()["ticket"]
        return self._signed_in(caller, {"method": "zheliban-ticket", "ticket": ticket})

    def officer(self, persona: str = "officer-gu") -> Caller:
        """Sign an officer in at the office portal."""
        caller = self.anybody()
        code = caller.post("/sandbox/zhezhengding/codes", {"persona": persona}).get_json()["code"]
        return self._signed_in(caller, {"method": "zhezhengding-code", "code": code})

    def work(self) -> None:
        """Carry out what transactions left to be done, and what that leaves in turn.

        Time stands still meanwhile: what fails is never tried anew, however slow the machine is.
        """
        with clock.travel(clock.now()):
            while self.work_once():
                pass

    def work_once(self) -> int:
        """Carry out what is due now, and nothing that follows from it; return how many jobs that were."""
        return Worker(self.context).run_once()

    def try_renewal(self, citizen: Caller, **more: Any) -> TestResponse:
        """Ask for the renewal, for which nothing need be brought; ``more`` are further members of the filing."""
        prepared = citizen.get(f"/services/v1/matters/{RENEWAL}/preparation").get_json()
        body = {"matter_code": RENEWAL, "form": filled(prepared), "materials": [], **more}
        return citizen.post("/services/v1/cases", body)

    def file_renewal(self, citizen: Caller, **more: Any) -> dict[str, Any]:
        """File the renewal."""
        return _filed(self.try_renewal(citizen, **more))

    def file_permit(self, citizen: Caller) -> dict[str, Any]:
        """File for a residence permit, with the proof of the home still to come."""
        prepared = citizen.get(f"/services/v1/matters/{PERMIT}/preparation").get_json()
        return _filed(
            citizen.post("/services/v1/cases", {"matter_code": PERMIT, "form": filled(prepared), "materials": []})
        )

    def try_sale(self, seller: Caller, **more: Any) -> TestResponse:
        """Ask for the sale, with the contract uploaded and the marriage declared unless ``more`` says otherwise."""
        body = {"matter_code": SALE, "form": SALE_FORM, **more}
        body.setdefault("materials", self.sale_materials(seller))
        return seller.post("/services/v1/cases", body)

    def file_sale(self, seller: Caller, **more: Any) -> dict[str, Any]:
        """File the sale."""
        return _filed(self.try_sale(seller, **more))

    def sale_materials(self, seller: Caller) -> list[dict[str, Any]]:
        """Return what a seller hands in: the contract by upload, the marriage by commitment."""
        return [{"code": "M03", "file_ids": [seller.upload().get_json()["id"]]}, {"code": "M05"}]

    def grant(self, case_id: str) -> dict[str, Any]:
        """Let the chief accept, review and grant a case with one review step."""
        chief = self.officer()
        chief.turn(case_id, "acceptance", {})
        chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
        return chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})

    def _signed_in(self, caller: Caller, proof: dict[str, str]) -> Caller:
        answer = caller.post("/auth/v1/sessions", proof)
        assert answer.status_code == 201, answer.text
        caller.session = answer.get_json()
        caller.token = caller.session["access_token"]
        return caller


def _filed(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def filled(prepared: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form as a person fills it: what is known stays, the rest as the examples say."""
    form = dict(prepared["form"]["values"])
    for name, rules in prepared["form"]["schema"]["properties"].items():
        if name not in form and rules.get("examples"):
            form[name] = rules["examples"][0]
    return form


@contextmanager
def running_product(sandbox: Mapping[str, str], database_url: str, data_dir: Path) -> Iterator[Product]:
    """Make the tables that migrations come to, load the pack, and yield the product on it."""
    settings = load_settings({**sandbox, "DATABASE_URL": database_url, "ZHANGBAN_DATA_DIR": str(data_dir)})
    app = create_app(settings)
    context: Context = app.extensions["zhangban"]
    every_table()
    context.database.create_all()
    with context.database.unit() as unit:
        load_pack(unit, PACK)
    try:
        yield Product(app, context)
    finally:
        context.database.engine.dispose()
