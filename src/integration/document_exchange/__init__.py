"""Exchange of official documents with organs' own systems (公文交换接口): send, receive, sign for, return.

Standard: GB/T 33479-2016 (exchange interface of electronic documents); flags as in the exchange practice of provinces.
"""
