"""Comments: what people say to one another under a proposal, and what its authors tell them."""
