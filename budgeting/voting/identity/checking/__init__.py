"""A person before an officer who has seen the document: may this person be given the means to vote?"""
