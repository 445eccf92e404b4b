"""`make journey`: the whole path against the running server, as the mini-apps walk it.

First act: a matter for which nothing need be brought, from sign-in to rating. Second act: a sale of a flat with
consent, an upload, a correction, and a joint review of two departments. Third act: a company is opened in six parts.
Fourth act: an official document goes to every unit of the city, and is answered and proven.
Fifth act: the text of a plan becomes matters, which are supervised to the end, counted, scored and told of.
Sixth act: a day in the building, from a meeting with all that it takes to what the day cost.
"""

import os
import sys
import time

from assembly.journey_building import a_day_in_the_building
from assembly.journey_client import Client, StepFailed, act, complain, fact, require
from assembly.journey_documents import a_document_to_every_unit
from assembly.journey_joint import a_company_in_one_day
from assembly.journey_steps import (
    consent,
    correct,
    file,
    find,
    find_in_inbox,
    handle,
    leave,
    prepare,
    rate,
    read_messages,
    receive,
    see_data_uses,
    see_reports,
    see_todo,
    sign_in_citizen,
    sign_in_officer,
    upload,
)
from assembly.journey_supervision import a_plan_is_supervised

LICENCE_RENEWAL = "机动车驾驶证期满换证"
SALE_OF_A_FLAT = "存量房买卖"


def main() -> int:
    """Walk all acts; the exit status is 1 when a step fails."""
    base_url = os.environ.get("JOURNEY_URL") or f"http://localhost:{os.environ.get('PORT', '8000')}"  # noqa: TID251 -- a client has no settings
    started = time.perf_counter()
    client = Client(base_url)
    try:
        nothing_to_bring(client)
        sale_of_a_flat(client)
        a_company_in_one_day(client)
        a_document_to_every_unit(client)
        a_plan_is_supervised(client)
        a_day_in_the_building(client)
    except StepFailed as failure:
        complain(failure)
        return 1
    print(f"\n\n{client.steps} steps, all as they should be ({time.perf_counter() - started:.1f} s)")
    return 0


def nothing_to_bring(client: Client) -> None:
    """First act: one certificate, one case, no paper."""
    act("Nothing to bring: a driving licence is renewed")
    refresh_token = sign_in_citizen(client, "lin-haiyan")
    code = find(client, LICENCE_RENEWAL)
    prepared = prepare(client, code)
    require(holds=prepared["to_upload"] == 0, message="this matter should need no upload")
    case_id = file(client, code, prepared, {})
    citizen = client.token
    sign_in_officer(client, "officer-fei")
    see_todo(client, case_id, {"open"})
    # Another officer does the work, and the to-do of the first closes by itself.
    sign_in_officer(client, "officer-gu")
    find_in_inbox(client, case_id)
    handle(client, case_id, "acceptance", {}, "Accept")
    handle(client, case_id, "reviews", {"outcome": "approved", "opinion": "材料属实，同意。"}, "Review")
    handle(client, case_id, "decision", {"outcome": "granted", "reason": "符合条件，准予换证。"}, "Decide")
    client.token = citizen
    receive(client, case_id)
    rate(client, case_id)
    read_messages(client, case_id)
    see_data_uses(client, case_id)
    leave(client, refresh_token)
    sign_in_officer(client, "officer-fei")
    see_todo(client, case_id, {"finished", "skipped"})
    sign_in_officer(client, "officer-gu")
    see_reports(client, case_id)


def sale_of_a_flat(client: Client) -> None:
    """Second act: consent, an upload, a correction, and two departments side by side."""
    act("Every turn: a flat is sold, two departments review side by side")
    sign_in_citizen(client, "zhou-liwen")
    code = find(client, SALE_OF_A_FLAT)
    prepared = prepare(client, code)
    consent_id = consent(client, code, prepared)
    prepared = prepare(client, code)
    uploads = [item for item in prepared["materials"] if item["status"] == "to_upload" and not item["tolerated"]]
    files = {item["code"]: upload(client, item["name"]) for item in uploads}
    case_id = file(client, code, prepared, files, consent_id)
    citizen = client.token
    sign_in_officer(client, "officer-ying")
    registrar = client.token
    handle(client, case_id, "correction-requests", {"items": ["买卖合同缺少第二页"]}, "Ask for a correction")
    client.token = citizen
    correct(client, case_id, {uploads[0]["code"]: upload(client, uploads[0]["name"])})
    client.token = registrar
    handle(client, case_id, "acceptance", {}, "Accept")
    handle(client, case_id, "reviews", {"outcome": "approved", "opinion": "初审通过。"}, "First review")
    handle(client, case_id, "reviews", {"outcome": "approved", "opinion": "权属清晰。"}, "Joint review: registry")
    sign_in_officer(client, "officer-tang")
    handle(client, case_id, "reviews", {"outcome": "approved", "opinion": "已完税。"}, "Joint review: tax")
    sign_in_officer(client, "officer-le")
    handle(client, case_id, "decision", {"outcome": "granted", "reason": "准予登记。"}, "Decide")
    client.token = citizen
    receive(client, case_id)
    see_data_uses(client, case_id)
    if consent_id is not None:
        client.step("Withdraw consent", f"DELETE /services/v1/consents/{consent_id}", expect=204)
        fact("nothing more is fetched under it")


if __name__ == "__main__":
    sys.exit(main())
