"""The end of the fifth act: scores are computed and explained, and the bulletin of the last week is read."""

from datetime import timedelta
from typing import Any

from assembly.journey_client import Client, StepFailed, fact, require
from assembly.journey_steps import until
from kit import clock

ASSESSMENTS, BULLETINS = "/office/v1/assessments", "/office/v1/bulletins"
MONTHLY, WEEKLY = "city_month", "supervision_week"
REFUSED = 409
Found = dict[str, Any]


def a_score_is_explained(client: Client, department: str) -> None:
    """Compute the running month, and see what a department's points rest on."""
    assessment = compute(client, MONTHLY, f"{clock.today():%Y-%m}")
    ranked = client.step("Every score by rank", f"GET {ASSESSMENTS}/{assessment['id']}").body["scores"]
    score = next(item for item in ranked if item["department_code"] == department)
    fact(f"{score['department_name']} rank {score['rank']} of {len(ranked)}")
    explained = client.step("Why so many points", f"GET {ASSESSMENTS}/scores/{score['id']}").body
    moved = [line for line in explained["lines"] if float(line["lost"])]
    fact(f"{explained['total']} points; {'、'.join(map(reason, moved)) or 'nothing lost'}")


def reason(line: Found) -> str:
    """Say of an indicator how many of its points are left or were earned, and what they rest on."""
    behind = sum(measure["entries_in_all"] for measure in line["measures"])
    return f"{line['name']} {line['points']} of {line['weight']} by {behind} in the ledger ({line['definition']})"


def a_bulletin_is_read(client: Client) -> None:
    """Have the bulletin of the last week composed, and read it with its charts."""
    year, week, _ = (clock.today() - timedelta(days=7)).isocalendar()
    period = f"{year}-W{week:02}"
    compute(client, WEEKLY, period)
    # Refused is one that somebody works on already: that one is read then.
    ask = {"scheme": WEEKLY, "period": period}
    asked = client.step("Ask for the bulletin of the week", f"POST {BULLETINS}", body=ask, expect=(202, REFUSED)).body
    fact(asked.get("period_name") or asked["detail"])
    listed = wait_for(client, "Wait for the bulletin", BULLETINS, WEEKLY, period)
    bulletin = client.step("Read it", f"GET {BULLETINS}/{listed['id']}").body
    fact(f"{bulletin['title']} ({bulletin['document']['state_name']}); {bulletin['body'].splitlines()[0]}")
    charts = client.step("Its charts", f"GET {bulletin['charts']}").body
    require(holds=charts.startswith(b"%PDF-"), message="the charts are no PDF")
    fact(f"PDF, {len(charts):,} bytes")


def compute(client: Client, scheme: str, period: str) -> Found:
    """Have the scores of a period computed from what counted until now; published ones stay. Return the assessment."""
    page = client.step(f"Assessments by {scheme}", f"GET {ASSESSMENTS}", query=newest(scheme)).body
    before = of_period(page, period)
    version = 0 if before is None else int(before["version"])
    ask = {"scheme": scheme, "period": period}
    address = f"POST {ASSESSMENTS}/computations"
    asked = client.step("Have the scores computed", address, body=ask, expect=(202, REFUSED))
    fact(asked.body.get("period_name") or asked.body["detail"])
    least = version if asked.status == REFUSED else version + 1
    return wait_for(client, "Wait for the scores", ASSESSMENTS, scheme, period, least)


def wait_for(client: Client, title: str, base: str, scheme: str, period: str, version: int = 1) -> Found:
    """Wait until a list has a scheme's period in a version, and return it."""

    def holds(page: Found) -> bool:
        found = of_period(page, period)
        return found is not None and found["version"] >= version

    found = of_period(until(client, title, f"GET {base}", holds, newest(scheme)), period)
    if found is None:
        message = f"the list has no {period}"
        raise StepFailed(message)
    fact(f"{found['state_name']}, version {found['version']}")
    return found


def newest(scheme: str) -> dict[str, str]:
    """Return the query for a scheme's newest periods."""
    return {"scheme": scheme, "limit": "100"}


def of_period(page: Found, period: str) -> Found | None:
    """Return a period's item of a page, or None."""
    return next((item for item in page["items"] if item["period"] == period), None)
