"""Finding official documents (公文检索) by their metadata, text and attachments, each officer among those they may see.

Legal basis: 党政机关公文处理工作条例 (中办发〔2012〕14号) 第三十一条 to 第三十七条 (公文管理).
"""
