"""Handling cases on a phone: accept, refuse, ask for correction, review, decide.

Legal basis: 行政许可法 第三十二条至第四十四条.
"""
