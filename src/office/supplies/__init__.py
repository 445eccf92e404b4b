"""办公用品目录与仓库: what there is to have and where it lies, for keepers who keep it and officers who ask for it.

Source: 《行政事业性国有资产管理条例》(国务院令第738号).
"""
