"""A holder's electronic licences (电子证照): list, read, download.

Legal basis: GB/T 36901 to 36906.
"""
