"""Delegation during leave (代办): an officer lends chosen powers to a colleague, from day to day; no case waits.

What is done with lent powers is done in the open: every turn names who did it and for whom (行政机关公务员 AB 岗制度).
"""
