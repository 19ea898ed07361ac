"""Withholding counts so that none can be worked out: the attacker, the protection, the certificates."""
