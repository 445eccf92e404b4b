"""Joint matters (一件事) of the catalogue: what they join, in which order, and what need not be brought.

Legal basis: 国务院办公厅关于加快推进“一件事一次办”打造政务服务升级版的指导意见（国办发〔2022〕32号）.
"""
