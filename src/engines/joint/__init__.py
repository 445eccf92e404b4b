"""Joint matters (一件事): one form, one set of materials, several departments, one progress."""

from engines.joint.advancing import withdraw_joint_case
from engines.joint.definitions import JointCycle, JointMatter, order_of, read_joint_matter
from engines.joint.filing import JointFiling, file_joint_case
from engines.joint.lifecycle import JOINT_CASE
from engines.joint.models import JointCase
from engines.joint.parts import JointCaseNotFound, list_own_joint_cases, own_joint_case
from engines.joint.preparing import prepare_joint_matter
from engines.joint.progress import joint_answer, listed_joint
from engines.joint.storing import find_joint_matter, list_joint_matters, store_joint_matters

__all__ = [
    "JOINT_CASE",
    "JointCase",
    "JointCaseNotFound",
    "JointCycle",
    "JointFiling",
    "JointMatter",
    "file_joint_case",
    "find_joint_matter",
    "joint_answer",
    "list_joint_matters",
    "list_own_joint_cases",
    "listed_joint",
    "order_of",
    "own_joint_case",
    "prepare_joint_matter",
    "read_joint_matter",
    "store_joint_matters",
    "withdraw_joint_case",
]
