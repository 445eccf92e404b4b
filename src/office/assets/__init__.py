"""固定资产: what each organ holds, who uses it where, repair, transfer, disposal, and labels that are stuck on things.

Source: 《行政事业性国有资产管理条例》(国务院令第738号).
"""
