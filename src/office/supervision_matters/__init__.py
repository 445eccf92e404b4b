"""督查事项: what is to be done, by whom and when, from registration to the look-back; for who supervises and who owns.

Statute: 《政府督查工作条例》(国务院令第733号).
"""
