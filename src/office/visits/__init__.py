"""访客: visitors invited, moved and cancelled by their hosts; admitted, listed and let out by the reception.

Source: 《中华人民共和国个人信息保护法》第十三条至第十九条.
"""
