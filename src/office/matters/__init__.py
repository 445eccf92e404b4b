"""The catalogue as its keepers see it: what stands, where it came from, every revision, and what differs between two.

Legal basis: 行政许可法 第三十条; what was published stays readable, since cases go by the revision of their day.
"""
