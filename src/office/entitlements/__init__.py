"""Entitlements (惠民政策): who is entitled is looked for in shared data and offered it, without an application.

Legal basis: each entitlement's own statute; 政务数据共享条例; 个人信息保护法 第十三条第一款第三项.
"""
