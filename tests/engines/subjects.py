"""Who acts in the engines' tests."""

from auth import DataScope, Subject
from auth.subjects import SubjectKind
from kit.ids import new_id


def somebody(kind: SubjectKind = "person", name: str = "林海燕") -> Subject:
    """Return a subject that is not an officer and holds nothing."""
    return Subject(new_id(), kind, name)


def officer(*permissions: str, departments: tuple[str, ...] = (), everywhere: bool = False) -> Subject:
    """Return an officer with these permissions, whose scope is these departments."""
    return Subject(
        new_id(),
        "officer",
        "王首席",
        department_code=departments[0] if departments else None,
        permissions=frozenset(permissions),
        scope=DataScope(everywhere, frozenset(departments)),
    )
