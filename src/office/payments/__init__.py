"""Payments (缴费管理): what was paid to my department, refunds by two people, and the daily comparison."""
