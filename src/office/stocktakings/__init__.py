"""库存盘点: what is there against what the balance says, counted by a keeper and confirmed by a second person.

Source: 《行政事业性国有资产管理条例》(国务院令第738号): what is in the books is what is there.
"""
