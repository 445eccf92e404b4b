"""通知公告: notices to departments and officers, read and, where it is asked, confirmed; for every officer.

A notice is no official document (公文): it has no number of a register and binds nobody, it makes known.
"""
