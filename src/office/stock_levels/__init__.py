"""库存: how much of everything lies in which warehouse, and every move that made it so, for keepers.

Source: 《行政事业性国有资产管理条例》(国务院令第738号): what is in the books is what is there.
"""
