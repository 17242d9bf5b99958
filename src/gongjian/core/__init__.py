"""What every app stands on: access, audit, errors, figures, registry, rules, files, jobs."""
