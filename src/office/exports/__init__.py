"""Taking a list of cases or of supervision matters out as a file, for a stated reason.

Made by a job, fetched by the officer who asked.

Legal basis: 个人信息保护法 第六条 (only what the purpose needs), 数据安全法 第三十八条.
"""
