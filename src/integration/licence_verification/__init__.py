"""Anybody verifies a licence by its code, without signing in.

Legal basis: 国务院关于在线政务服务的若干规定 第十条.
"""
