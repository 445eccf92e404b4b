"""My joint cases: filed once, followed as one progress with the path that decides when all is done.

Legal basis: 行政许可法 第二十六条 (several departments act jointly; the applicant turns to one).
"""
