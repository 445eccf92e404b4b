"""Statistics of official documents (公文统计): what organs sent and received each month, and how long they took.

Legal basis: 党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (签收, 催办).
"""
