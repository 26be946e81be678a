"""Did it help: small fine-tunes on a set before and after a change, and what their difference allows to say."""
