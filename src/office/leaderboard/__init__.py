"""亮晒台: departments and districts side by side by week, month, quarter and year, with every figure explained."""
