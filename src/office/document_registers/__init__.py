"""Registers of document numbers (机关代字, 发文字号) and lists of organs to which documents are sent together.

Legal basis: 党政机关公文处理工作条例 (中办发〔2012〕14号) 第九条, 第二十五条 (登记).
"""
