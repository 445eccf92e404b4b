"""报修: repairs of rooms and equipment, from the report to the rating and its follow-up; for every officer.

Part of 后勤管理. Parts and labour become a cost of the reporter's department (《机关事务管理条例》, 国务院令第621号:
what running an organ costs is counted and analysed).
"""
