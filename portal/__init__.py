"""The site: settings, addresses, templates, and the small folders everything else stands on."""
