"""Questions that people ask of the data again and again, as named queries of Datasette: `/catalog/<name>`.

To add one: an entry below; a test runs it. Values are parameters, and each answer ends by itself (LIMIT).
"""

from __future__ import annotations

from typing import Any

QUERIES: dict[str, dict[str, Any]] = {
    "theo-xa": {
        "title": "Sản phẩm và cơ sở theo xã (products by commune)",
        "description": "Province: name or part of it; blank is all.",
        "sql": """
            SELECT l.province, l.commune_rank || ' ' || l.commune AS commune, count(*) AS products,
                   count(DISTINCT p.producer_id) AS producers, count(p.stars) AS with_stars
              FROM products p JOIN places l USING (commune_code)
             WHERE l.province LIKE '%' || :province || '%'
             GROUP BY l.commune_code ORDER BY l.province, products DESC LIMIT 1000""",
    },
    "theo-nhom-va-sao": {
        "title": "Sản phẩm theo nhóm và sao còn hiệu lực (products by set and star)",
        "description": "Stars count while a certificate is in force today in Vietnam.",
        "sql": """
            SELECT s.ocop_set, s.title, s.title_en, count(p.id) AS products, sum(p.stars = 3) AS three_stars,
                   sum(p.stars = 4) AS four_stars, sum(p.stars = 5) AS five_stars
              FROM sets s LEFT JOIN products p USING (ocop_set)
             GROUP BY s.ocop_set ORDER BY s.position""",
    },
    "sap-het-hieu-luc": {
        "title": "Chứng nhận sắp hết hiệu lực (certificates about to lapse)",
        "description": "Certificates in force that lapse within so many months from today in Vietnam.",
        "sql": """
            SELECT c.expires_on, c.stars, p.name, p.province, p.commune, c.decision_number, c.decision_issuer,
                   p.id AS product_id
              FROM certificates c JOIN products p ON p.id = c.product_id
             WHERE c.expires_on BETWEEN date('now', '+7 hours')
                   AND date('now', '+7 hours', '+' || coalesce(nullif(:months, ''), '6') || ' months')
             ORDER BY c.expires_on, p.name_sort LIMIT 1000""",
    },
    "gia-moi-kg-lit": {
        "title": "Giá mỗi kg hoặc lít, thấp trước (price per kilogram or litre)",
        "description": "Words of the name without accents, as the search folds them: mat ong, que thanh.",
        "sql": """
            SELECT p.name, p.province, p.unit_price AS dong, p.unit_price_per AS per, p.pack_words, p.price_low, p.stars
              FROM products p
             WHERE p.unit_price IS NOT NULL AND (:words = '' OR p.number IN (
                   SELECT rowid FROM products_folded
                    WHERE products_folded MATCH '"' || replace(:words, '"', ' ') || '"'))
             ORDER BY p.unit_price_per, p.unit_price LIMIT 200""",
    },
    "ten-noi-cu": {
        "title": "Tìm theo tên xã, huyện, tỉnh cũ (products by a former place)",
        "description": "Any unit of before July 2025: Văn Yên, Yên Bái, Yên Mô.",
        "sql": """
            SELECT p.name, l.commune_rank || ' ' || l.commune AS commune_now, l.province AS province_now, l.former
              FROM places l JOIN products p USING (commune_code)
             WHERE :former <> '' AND l.former LIKE '%' || :former || '%'
             ORDER BY l.commune_code, p.name_sort LIMIT 1000""",
    },
    "con-thieu": {
        "title": "Sản phẩm còn thiếu thông tin (what is missing)",
        "description": "Products without a picture, a price, ingredients or a shelf life; 1 is missing.",
        "sql": """
            SELECT p.name, p.province, NOT EXISTS (SELECT 1 FROM pictures i WHERE i.product_id = p.id) AS no_picture,
                   p.price_low IS NULL AS no_price, p.ingredients IS NULL AS no_ingredients,
                   p.shelf_life IS NULL AS no_shelf_life, p.id
              FROM products p
             ORDER BY no_picture + no_price + no_ingredients + no_shelf_life DESC, p.name_sort LIMIT 500""",
    },
}
