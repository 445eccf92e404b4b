"""重大项目: the city's part in the province's “8+13” projects and pilots, for who supervises, who leads, who assists.

Source: 舟山市政府数字化转型工作政策（三）推动试点工作: 一个项目、一个专班.
"""
