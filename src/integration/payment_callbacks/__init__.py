"""What the unified public payment says to us by itself: an order was paid, a refund is through.

Anybody can send something here, and only what the platform signed changes anything.
"""
