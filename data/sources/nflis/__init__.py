"""DEA NFLIS-Drug: laboratory drug reports by state and year, and exports of the public data query."""
