"""办公用品请领: asking for supplies, approval in one's organ, issuing by the warehouse, confirmation by who asked.

Source: 《行政事业性国有资产管理条例》(国务院令第738号).
"""
