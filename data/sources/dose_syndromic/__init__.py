"""CDC DOSE: suspected nonfatal overdoses from syndromic surveillance."""
