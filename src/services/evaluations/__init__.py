"""好差评: rate the handling of a case, once.

Legal basis: 国办发〔2019〕51号, GB/T 39734-2020.
"""
