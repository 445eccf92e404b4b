"""What need not be brought (一证通办准备): a matter's materials and form, prepared for the signed-in subject.

Legal basis: 政务数据共享条例, no repeat collection where sharing suffices.
"""
