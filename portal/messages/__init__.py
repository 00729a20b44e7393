"""What people are told: notices, the mails and text messages they leave in, and the codes people sign in with."""
