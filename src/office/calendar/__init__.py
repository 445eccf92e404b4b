"""The city's calendar: the State Council's yearly notice, local closures, and what they do to running terms.

Legal basis: 行政许可法 第八十二条 (terms are working days without public holidays), 全国年节及纪念日放假办法.
"""
