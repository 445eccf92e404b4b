"""项目问题清单: the problems of major projects over all of them, for their owners and for who looks whether it holds.

Source: 舟山市政府数字化转型工作政策（三）推动试点工作: 一个项目、一个专班.
"""
