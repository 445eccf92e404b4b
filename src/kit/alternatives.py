"""Bodies that come in several shapes, of which one member says which."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError

Data = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Alternatives(Schema):
    """Several shapes in one place; a :class:`kit.web.Door` publishes them as ``oneOf``.

    ``member`` names the shape in a body, by its key in ``shapes``; without it a body has the ``usual`` one.
    """

    def __init__(self, member: str, shapes: Mapping[str, Schema], usual: str) -> None:
        """Keep the shapes, each of which has the member too."""
        super().__init__()
        self.member, self.shapes, self.usual = member, shapes, usual

    def load(self, data: Data, **options: Any) -> Any:
        """Read a body by the shape that it names. Errors: ValidationError, also where there is no such shape."""
        code = data.get(self.member, self.usual) if isinstance(data, Mapping) else self.usual
        shape = self.shapes.get(code) if isinstance(code, str) else None
        if shape is None:
            raise ValidationError({self.member: [f"Must be one of: {', '.join(self.shapes)}."]})
        return shape.load(data, **options)
