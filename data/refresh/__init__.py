"""Downloads from the agencies' published addresses into a folder that is then ingested like any other.

`addresses` says where each file lies, `wire` how hosts are asked, `fetch` how one file arrives whole,
`contents` whether it is what it should be, and `run` puts them together.
"""
