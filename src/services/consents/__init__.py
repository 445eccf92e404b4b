"""Consent to fetch shared records (授权), given for a matter and withdrawable.

Legal basis: 个人信息保护法 第十三条至第十五条.
"""
