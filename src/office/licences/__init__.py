"""Licences of one's department: found, read for a reason, suspended, revoked, changed, issued again.

Legal basis: 行政许可法 第四十九条 (change), 第六十九条 (withdrawal), 第七十条 (cancellation); GB/T 36901 to 36906.
"""
