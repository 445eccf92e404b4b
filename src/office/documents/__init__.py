"""Sending official documents (发文): drafted, reviewed, signed, numbered, sent to many, each hand-over with its proof.

Legal basis: 党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十五条.
"""
