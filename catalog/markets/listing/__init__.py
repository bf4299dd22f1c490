"""What a listing is made of: texts, packs, prices, pictures, categories and fees, as pure functions of a product."""
