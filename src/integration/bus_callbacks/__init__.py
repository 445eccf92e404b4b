"""Calls of the 政务总线 to us: what the applicant did about a case on the provincial portal.

Legal basis: 国务院关于在线政务服务的若干规定 第十条.
"""
