"""CDC dispensing rates of retail pharmacies: opioids, naloxone and buprenorphine."""
