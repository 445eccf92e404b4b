"""考评申诉: a department's objection to its published score, and what was decided by another.

Statute: 《政府督查工作条例》(国务院令第733号): a review within thirty days.
"""
