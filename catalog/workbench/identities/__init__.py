"""Who is who: which names are one product or one producer, and what became of places and of those that are gone."""
