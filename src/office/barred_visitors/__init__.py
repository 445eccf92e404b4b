"""限制来访名单: who is not received in a department's buildings, until when and why; for its security alone."""
