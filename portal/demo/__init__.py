"""The demo: six municipalities at work, built through the same actions that pages call.

The proposals are invented. So are their authors, costs and official answers; the places are real.
"""
