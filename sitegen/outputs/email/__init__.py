"""A post as an e-mail: what its page would show, as HTML, as plain text, and as a message for any mailer."""
