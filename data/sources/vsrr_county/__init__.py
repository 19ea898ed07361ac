"""NCHS VSRR: provisional drug overdose deaths by county, 12 months ending."""
