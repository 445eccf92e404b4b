"""The city as data: reading a pack, refusing a broken one with every finding, loading it twice without effect."""

from engines.packs.checking import matter_findings
from engines.packs.findings import Finding, PackBroken
from engines.packs.loading import load_pack
from engines.packs.reading import Pack, read_pack

__all__ = ["Finding", "Pack", "PackBroken", "load_pack", "matter_findings", "read_pack"]
