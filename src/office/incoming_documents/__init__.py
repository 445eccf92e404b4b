"""Receiving official documents (收文): signed for, registered, instructed, handled, circulated, answered, closed.

Legal basis: 党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条.
"""
