"""机关食堂: canteens and what they cook, pick-up at the counter, the kitchen's numbers, settlement and waste.

Source: 《中华人民共和国反食品浪费法》第七条、第八条; 《机关事务管理条例》.
"""
