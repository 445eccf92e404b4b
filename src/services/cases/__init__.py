"""A citizen's cases: file once, follow every turn, correct, withdraw, receive the result.

Legal basis: 行政许可法 第四章.
"""
