"""The city's targets, computed (掌上办 100/90/100/60): coverage, what stands in the way, what to share next.

Legal basis: 优化营商环境条例 第三十六条、第三十七条; the figures are public, the cases behind them are not shown here.
"""
