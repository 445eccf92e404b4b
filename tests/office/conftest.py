"""What the office's tests share: every table, whichever of them runs first."""

from assembly.tables import every_table

every_table()
