"""Census Bureau: resident population of counties, states and the nation."""
