"""Forms of building together: strings into what the services take."""
