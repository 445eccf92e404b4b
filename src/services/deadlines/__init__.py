"""The deadline calculator: anybody computes a legal term and reads how it was counted.

Limits count as the law says: 行政许可法 第四十五、八十二条, 民法典 第二百零一、二百零三条.
"""
