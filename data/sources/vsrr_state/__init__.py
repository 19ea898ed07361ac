"""NCHS VSRR: provisional drug overdose deaths by state, 12 months ending."""
