"""Offers (免申即享): what I am entitled to without having asked, and why; one confirmation files and decides it.

Legal basis: 政务数据共享条例; 个人信息保护法 第十三条第一款第三项, 第二十四条.
"""
