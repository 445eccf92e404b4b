"""Messages (消息): my box of news about what is mine, and how I want to hear of it.

Legal basis: 行政许可法 第三十二条、第三十八条、第四十四条 (the applicant is told); 个人信息保护法 第六条 (and no more
personal data is in it than that needs).
"""
