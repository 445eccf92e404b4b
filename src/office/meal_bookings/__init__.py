"""订餐: a meal of a day booked for oneself and guests, changed and cancelled until its cut-off, and what one ate."""
