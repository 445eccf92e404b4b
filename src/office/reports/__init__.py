"""What the systems of the province were told of our cases, and repeating what they refused.

Legal basis: 国务院关于在线政务服务的若干规定 第十条 (handling is reported to the unified platform).
"""
