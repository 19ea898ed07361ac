"""One module a thing on screen: data in, Dash components or figures out."""
