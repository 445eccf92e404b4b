"""好差评 for the office: what people said, what is done about a bad evaluation, and the figures.

Legal basis: 国办发〔2019〕51号, GB/T 39734-2020, GB/T 39735-2020.
"""
