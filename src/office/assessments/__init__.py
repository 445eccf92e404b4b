"""考评: indicators and schemes with published weights, scores by period explained to their entries, corrected by two.

Statute: 《政府督查工作条例》(国务院令第733号), whose results are fed back to whom they are about.
"""
