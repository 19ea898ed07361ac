"""CDC DOSE: nonfatal overdoses from discharge records, by jurisdiction, county, sex and age."""
