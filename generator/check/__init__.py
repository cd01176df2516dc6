"""Everything that is wrong with a site, found at once and without writing anything."""
