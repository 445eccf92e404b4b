"""The ledger of data use (用数记录): who used which of my data, when, for what.

Legal basis: 个人信息保护法 第四十四条、第四十五条.
"""
