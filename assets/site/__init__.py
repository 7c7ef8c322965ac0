"""The site: static pages made from the published database, for a folder or any web host, without outside requests."""
