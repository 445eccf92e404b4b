"""Verifying a proof that an official document was handed over (交接凭证核验): for anybody who is shown one.

Legal basis: 电子签名法 第四条 to 第八条 (data messages as originals and as evidence).
"""
