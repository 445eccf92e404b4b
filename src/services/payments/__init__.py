"""Payments (缴费): the fees of my cases, paid on the unified public payment.

Legal basis: 行政许可法 第五十八条、第五十九条 (fees by law alone, at published standards); 政府非税收入管理办法.
"""
