"""Joint cases for the departments that take part: one progress, and what to do when a part could not begin.

Legal basis: 行政许可法 第二十六条 (one department accepts for several and tells them; they act jointly).
"""
