"""Major projects (“8+13”重大项目、示范试点): their special team, milestones, money and ledger of problems.

Progress follows from the milestones that were reached, lights from days, what is spent from entries that are never
changed. A problem has an owner and a day, is closed with what was done, and opened again where that does not hold.
"""

from engines.projects.answers import (
    KINDS,
    ROLES,
    SEVERITIES,
    listed_problem,
    listed_project,
    problem_answer,
    project_answer,
    spending_answer,
)
from engines.projects.ledger import (
    ProblemFilter,
    close_problem,
    count_problems,
    list_problems,
    problem_of,
    reopen_problem,
    report_problem,
)
from engines.projects.lifecycle import MANAGE, PROJECT, PROJECT_PROBLEM, READ, WORK
from engines.projects.listing import ProjectFilter, count_projects, list_projects
from engines.projects.planning import amend_project, change_team, create_project, link_matters
from engines.projects.queries import project_of
from engines.projects.running import (
    accept_project,
    end_project,
    reach_milestone,
    resume_project,
    start_project,
    suspend_project,
    take_back_milestone,
)
from engines.projects.spending import list_spendings, record_spending, reverse_spending

__all__ = [
    "KINDS",
    "MANAGE",
    "PROJECT",
    "PROJECT_PROBLEM",
    "READ",
    "ROLES",
    "SEVERITIES",
    "WORK",
    "ProblemFilter",
    "ProjectFilter",
    "accept_project",
    "amend_project",
    "change_team",
    "close_problem",
    "count_problems",
    "count_projects",
    "create_project",
    "end_project",
    "link_matters",
    "list_problems",
    "list_projects",
    "list_spendings",
    "listed_problem",
    "listed_project",
    "problem_answer",
    "problem_of",
    "project_answer",
    "project_of",
    "reach_milestone",
    "record_spending",
    "reopen_problem",
    "report_problem",
    "resume_project",
    "reverse_spending",
    "spending_answer",
    "start_project",
    "suspend_project",
    "take_back_milestone",
]
