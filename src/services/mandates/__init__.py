"""Mandates (委托): who may act for me, for whom I may act, for what and until when; guardians are proven by record.

Legal basis: 民法典 第一百六十一条至第一百七十四条 (agency), 第二十七条、第三十四条 (parents act for their children).
"""
