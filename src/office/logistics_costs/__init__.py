"""机关运行费用: what vehicles, supplies, repairs, meals and reception cost each department, by month."""
