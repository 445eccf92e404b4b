"""Drafts: an application saved as one types, resumed on another device, begun from last year's answers.

What is typed stays the person's own until they file: 个人信息保护法 第六条 (nothing is collected before it is needed).
"""
