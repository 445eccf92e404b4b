"""What this micro-app says of itself."""

from kit.manifest import Manifest

READ = "costs.read"

MANIFEST = Manifest(
    code="logistics_costs",
    title_zh="机关运行费用",
    title_en="Costs of running the house",
    audience="office",
    permissions=(READ,),
)
