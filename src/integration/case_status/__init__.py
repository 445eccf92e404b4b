"""Where a case stands, for whoever has its number and the end of the applicant's certificate; nobody signs in.

Legal basis: 行政许可法 第三十三条 (an applicant can look up how the matter is handled).
"""
