"""Joint matters (一件事): one form, one set of materials, several departments, one progress."""

from engines.joint.definitions import JointCycle, JointMatter, order_of, read_joint_matter
from engines.joint.filing import JointFiling, file_joint_case
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.models import JointCase
from engines.joint.preparing import prepare_joint_matter
from engines.joint.progress import joint_answer, listed_joint, listed_joint_for_office
from engines.joint.queries import (
    JointCaseNotFound,
    JointFilter,
    joint_case_by_id,
    joint_case_for_officer,
    list_joint_cases_for_officer,
    list_own_joint_cases,
    own_joint_case,
)
from engines.joint.schemas import JointCaseOut, ListedJointCaseOut
from engines.joint.storing import find_joint_matter, list_joint_matters, store_joint_matters
from engines.joint.timers import run_joint_timers
from engines.joint.turns import conclude_joint_case, refile_part, retry_parts, withdraw_joint_case

__all__ = [
    "JOINT_CASE",
    "JointCase",
    "JointCaseNotFound",
    "JointCaseOut",
    "JointCycle",
    "JointFiling",
    "JointFilter",
    "JointMatter",
    "ListedJointCaseOut",
    "conclude_joint_case",
    "file_joint_case",
    "find_joint_matter",
    "joint_answer",
    "joint_case_by_id",
    "joint_case_for_officer",
    "list_joint_cases_for_officer",
    "list_joint_matters",
    "list_own_joint_cases",
    "listed_joint",
    "listed_joint_for_office",
    "order_of",
    "own_joint_case",
    "prepare_joint_matter",
    "read_joint_matter",
    "refile_part",
    "retry_parts",
    "run_joint_timers",
    "store_joint_matters",
    "withdraw_joint_case",
]
