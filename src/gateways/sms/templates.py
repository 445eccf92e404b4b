"""Which template of the platform a message goes by: data of the city's pack, since the platform approves each text."""

from collections.abc import Mapping
from pathlib import Path

import orjson

FILE = "sms_templates.json"


def read_templates(pack_dir: Path) -> Mapping[str, str]:
    """Return the platform's template codes by ours; a pack without the file has none."""
    path = pack_dir / FILE
    items = orjson.loads(path.read_bytes())["items"] if path.is_file() else []
    return {item["code"]: item["template"] for item in items}
