"""The catalogue of matters (办事指南) for citizens: find, read, know what it takes.

Legal basis: 行政许可法 第三十条, publish matter, basis, conditions, materials and limits.
"""
