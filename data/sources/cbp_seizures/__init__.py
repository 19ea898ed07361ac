"""U.S. Customs and Border Protection: drug seizures, nationwide and of Air and Marine Operations."""
