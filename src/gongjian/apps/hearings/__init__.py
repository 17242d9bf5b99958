"""Aid applications and the hearings on them: drawn panel, notice, secret vote, posting, decision."""
