"""Changing matters without a deployment (事项变更): drafted, validated, approved by another, published on its day.

Legal basis: 优化营商环境条例 第三十八条 (事项清单动态调整), 行政许可法 第三十条 (what is published binds the office).
"""
