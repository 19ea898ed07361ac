"""Simulated data for a machine with no network: files in the agencies' own formats, quirks included.

The files go through the same loaders as real ones. Each carries a last column by which its figures are
called simulated wherever they are shown.
"""

from data.simulator.files import UnknownDataSet, simulate_files, simulate_partner_files

__all__ = ["UnknownDataSet", "simulate_files", "simulate_partner_files"]
