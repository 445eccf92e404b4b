"""Trying out a changed limit or rule over past cases: how many would have been late, how many decided by silence.

Legal basis: 行政许可法 第二十条 (who sets up a permit evaluates it regularly).
"""
