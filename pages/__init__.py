"""One module a URL: layout and callbacks; asks queries, hands the answer to components."""
