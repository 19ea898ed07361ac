"""DEA NFLIS-Drug: the printed table of fentanyl and fentanyl-related substances by state."""
