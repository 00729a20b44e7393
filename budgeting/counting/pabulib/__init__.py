"""Read and write elections as Pabulib .pb files."""

from budgeting.counting.pabulib.election import PabulibError, PbElection, PbProject, PbVote
from budgeting.counting.pabulib.reading import read_election
from budgeting.counting.pabulib.writing import write_election

__all__ = ["PabulibError", "PbElection", "PbProject", "PbVote", "read_election", "write_election"]
