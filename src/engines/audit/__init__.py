"""The audit trail: who did what to which record, and when (GB/T 22239-2019, 8.1.4.3 安全审计).

Entries are written in the transaction of the act. A job seals them in batches into a signed Merkle tree, so that
no writer waits for another and a later change of any entry shows.
"""

from engines.audit.entries import AuditEntry, record_act
from engines.audit.seals import AuditSeal, check_seals, seal_entries

__all__ = ["AuditEntry", "AuditSeal", "check_seals", "record_act", "seal_entries"]
