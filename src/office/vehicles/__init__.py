"""公务用车车辆管理: the cards of official cars for those who keep them, and the monthly summary for the offices.

《党政机关公务用车管理办法》（中办发〔2017〕71号）.
"""
