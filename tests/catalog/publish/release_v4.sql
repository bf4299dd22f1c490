-- A release of schema version 4: which delivery each fact comes from, and accounts; no sizes of parcels.
-- Of invented goods; tests/catalog/publish/test_older.py reads it. Never renew it: it is what stands in people's homes.
CREATE TABLE release (
  id TEXT PRIMARY KEY,
  schema_version INTEGER,
  as_of TEXT,
  previous TEXT,
  products INTEGER,
  producers INTEGER,
  licence TEXT
);
CREATE TABLE sets (
  ocop_set TEXT PRIMARY KEY,
  title TEXT,
  title_en TEXT,
  group_title TEXT,
  group_title_en TEXT,
  position INTEGER
);
CREATE TABLE places (
  commune_code TEXT PRIMARY KEY,
  commune TEXT,
  commune_rank TEXT,
  province TEXT,
  province_code TEXT,
  former TEXT
);
CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  kind TEXT,
  title TEXT,
  received_on TEXT,
  evidence TEXT
);
CREATE TABLE producers (
  id TEXT PRIMARY KEY,
  slug TEXT,
  name TEXT,
  is_name_shown INTEGER,
  name_sort TEXT,
  producer_kind TEXT,
  province TEXT,
  province_code TEXT,
  commune TEXT,
  commune_code TEXT,
  products INTEGER,
  phone TEXT,
  email TEXT,
  website TEXT,
  FOREIGN KEY (commune_code) REFERENCES places(commune_code)
);
CREATE TABLE bank_accounts (
  producer_id TEXT PRIMARY KEY,
  bank_bin TEXT,
  bank TEXT,
  number TEXT,
  owner TEXT,
  FOREIGN KEY (producer_id) REFERENCES producers(id)
);
CREATE TABLE product_facts (
  id TEXT PRIMARY KEY,
  slug TEXT,
  name TEXT,
  name_sort TEXT,
  producer_id TEXT,
  province TEXT,
  province_code TEXT,
  commune TEXT,
  commune_code TEXT,
  old_place TEXT,
  price_low INTEGER,
  price_high INTEGER,
  price_per TEXT,
  price_none TEXT,
  pack_words TEXT,
  unit_price INTEGER,
  unit_price_per TEXT,
  source_id TEXT,
  origins TEXT,
  source_words TEXT,
  updated_on TEXT,
  delivery_area TEXT,
  ocop_set TEXT,
  set_confidence REAL,
  dimensions TEXT,
  season TEXT,
  ingredients TEXT,
  usage TEXT,
  storage TEXT,
  shelf_life TEXT,
  warning TEXT,
  declaration TEXT,
  food_safety TEXT,
  certifications TEXT,
  summary TEXT,
  description TEXT,
  story TEXT,
  url TEXT,
  brand TEXT,
  FOREIGN KEY (producer_id) REFERENCES producers(id),
  FOREIGN KEY (ocop_set) REFERENCES sets(ocop_set),
  FOREIGN KEY (commune_code) REFERENCES places(commune_code),
  FOREIGN KEY (source_id) REFERENCES sources(id)
);
CREATE TABLE offers (
  id TEXT PRIMARY KEY,
  product_id TEXT,
  position INTEGER,
  unit_price INTEGER,
  unit_price_per TEXT,
  sku TEXT,
  gtin TEXT,
  price_low INTEGER,
  price_high INTEGER,
  price_per TEXT,
  price_words TEXT,
  price_none TEXT,
  net_total REAL,
  net_unit TEXT,
  pack_count INTEGER,
  pieces INTEGER,
  container TEXT,
  pack_words TEXT,
  gross_weight TEXT,
  stock INTEGER,
  stock_words TEXT,
  FOREIGN KEY (product_id) REFERENCES product_facts(id)
);
CREATE TABLE pictures (
  id TEXT PRIMARY KEY,
  product_id TEXT,
  position INTEGER,
  sha256 TEXT,
  width_px INTEGER,
  height_px INTEGER,
  FOREIGN KEY (product_id) REFERENCES product_facts(id)
);
CREATE TABLE certificates (
  id TEXT PRIMARY KEY,
  product_id TEXT,
  stars INTEGER,
  decision_number TEXT,
  decision_issuer TEXT,
  decision_date TEXT,
  expires_on TEXT,
  holder TEXT,
  FOREIGN KEY (product_id) REFERENCES product_facts(id)
);
CREATE TABLE listings (
  id TEXT PRIMARY KEY,
  product_id TEXT,
  market TEXT,
  title TEXT,
  url TEXT,
  FOREIGN KEY (product_id) REFERENCES product_facts(id)
);
CREATE TABLE addresses (
  slug TEXT PRIMARY KEY,
  kind TEXT,
  id TEXT,
  given_to TEXT
);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  product_id TEXT,
  slug TEXT,
  name TEXT,
  kind TEXT,
  fields TEXT,
  changed_at TEXT
);
CREATE VIRTUAL TABLE products_folded USING fts5(name, producer, place, other, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE products_exact USING fts5(name, producer, place, other, tokenize='unicode61 remove_diacritics 0');
INSERT INTO release(id, schema_version, as_of, products, producers, licence) VALUES ('1-eea5368eb82e', 4, '2026-11-22T11:23:25Z', 3, 2, 'CC BY 4.0');
INSERT INTO sets(ocop_set, title, title_en, group_title, group_title_en, position) VALUES ('I.1.a', 'Rau, củ, quả, hạt tươi', 'Fresh vegetables, fruit, roots and seeds', 'Thực phẩm', 'Food', 1);
INSERT INTO sets(ocop_set, title, title_en, group_title, group_title_en, position) VALUES ('I.2.b', 'Mật ong, mật khác và nông sản thực phẩm khác', 'Honey, other syrups and other farm food', 'Thực phẩm', 'Food', 4);
INSERT INTO sets(ocop_set, title, title_en, group_title, group_title_en, position) VALUES ('I.4.b', 'Gia vị khác', 'Other condiments', 'Thực phẩm', 'Food', 10);
INSERT INTO places(commune_code, commune, commune_rank, province, province_code, former) VALUES ('04441', 'Xuân Ái', 'xã', 'Lào Cai', '15', 'Viễn Sơn, Xuân Ái, Yên Hợp, Yên Phú, Đại Phác, Văn Yên, Yên Bái');
INSERT INTO places(commune_code, commune, commune_rank, province, province_code, former) VALUES ('06862', 'Tiên Yên', 'xã', 'Quảng Ninh', '22', 'Phong Dụ, Tiên Lãng, Tiên Yên, Vô Ngại, Yên Than, Đông Ngũ, Đại Dực, Bình Liêu, Tiên Yên, Quảng Ninh');
INSERT INTO sources(id, kind, title, received_on, evidence) VALUES ('s-xyhtp2c665', 'sheet', 'Danh sách sản phẩm của cơ sở', '2026-11-22', 'own');
INSERT INTO producers(id, slug, name, is_name_shown, name_sort, producer_kind, province, province_code, commune, commune_code, products, phone, email, website) VALUES ('dom7nwhzqb', 'htx-suoi-nhan', 'HTX Suối Nhạn', 1, 'htx0 suo{i4 nhan5', 'cooperative', 'Quảng Ninh', '22', 'Tiên Yên', '06862', 1, '["+84900000012"]', 'banhang@doivai.example', 'https://suoi-nhan.example.vn');
INSERT INTO producers(id, slug, name, is_name_shown, name_sort, producer_kind, province, province_code, commune, commune_code, products) VALUES ('wlfrrnpgbc', 'htx-doi-vai', 'HTX Đồi Vải', 1, 'htx0 d{o{i1 vai2', 'cooperative', 'Lào Cai', '15', 'Xuân Ái', '04441', 2);
INSERT INTO bank_accounts(producer_id, bank_bin, bank, number, owner) VALUES ('wlfrrnpgbc', '970405', 'Agribank', '0000123456789', 'HTX DOI VAI');
INSERT INTO product_facts(id, slug, name, name_sort, producer_id, province, province_code, commune, commune_code, old_place, price_low, price_high, pack_words, unit_price, unit_price_per, source_id, source_words, updated_on, ocop_set, set_confidence) VALUES ('5hgvkizsno', 'ot-chao-mao', 'Ớt chào mào', 'o|t4 chao1 mao1', 'dom7nwhzqb', 'Quảng Ninh', '22', 'Tiên Yên', '06862', 'thị trấn Tiên Yên, huyện Tiên Yên, tỉnh Quảng Ninh', 60000, 60000, 'Lọ 200g', 300000, 'kg', 's-xyhtp2c665', '{"name": "Ớt chào mào"}', '2026-11-22', 'I.1.a', 0.8);
INSERT INTO product_facts(id, slug, name, name_sort, producer_id, province, province_code, commune, commune_code, old_place, price_low, price_high, pack_words, unit_price, unit_price_per, source_id, source_words, updated_on, ocop_set, set_confidence) VALUES ('q7i5cndfug', 'mat-ong-hoa-nhan-doi-vai', 'Mật ong hoa nhãn Đồi Vải', 'ma|t5 ong0 hoa0 nhan3 d{o{i1 vai2', 'wlfrrnpgbc', 'Lào Cai', '15', 'Xuân Ái', '04441', 'xã Viễn Sơn, huyện Văn Yên, tỉnh Yên Bái', 150000, 150000, 'Chai 500ml', 300000, 'lít', 's-xyhtp2c665', '{"name": "Mật ong hoa nhãn Đồi Vải"}', '2026-11-22', 'I.2.b', 0.75);
INSERT INTO product_facts(id, slug, name, name_sort, producer_id, province, province_code, commune, commune_code, old_place, price_low, price_high, pack_words, unit_price, unit_price_per, source_id, source_words, updated_on, ocop_set, set_confidence) VALUES ('xtg3hwvh5s', 'que-thanh-doi-vai', 'Quế thanh Đồi Vải', 'que{4 thanh0 d{o{i1 vai2', 'wlfrrnpgbc', 'Lào Cai', '15', 'Xuân Ái', '04441', 'xã Viễn Sơn, huyện Văn Yên, tỉnh Yên Bái', 220000, 220000, 'Túi 500g', 440000, 'kg', 's-xyhtp2c665', '{"name": "Quế thanh Đồi Vải"}', '2026-11-22', 'I.4.b', 0.75);
INSERT INTO offers(id, product_id, position, unit_price, unit_price_per, price_low, price_high, price_words, net_total, net_unit, pack_count, pieces, container, pack_words, gross_weight) VALUES ('5hgvkizsno-1', '5hgvkizsno', 1, 300000, 'kg', 60000, 60000, '60.000đ', 200.0, 'g', 1, 0, 'lọ', 'Lọ 200g', '600g');
INSERT INTO offers(id, product_id, position, unit_price, unit_price_per, price_low, price_high, price_words, net_total, net_unit, pack_count, pieces, container, pack_words) VALUES ('q7i5cndfug-1', 'q7i5cndfug', 1, 300000, 'lít', 150000, 150000, '150.000đ', 500.0, 'ml', 1, 0, 'chai', 'Chai 500ml');
INSERT INTO offers(id, product_id, position, unit_price, unit_price_per, price_low, price_high, price_words, net_total, net_unit, pack_count, pieces, container, pack_words) VALUES ('xtg3hwvh5s-1', 'xtg3hwvh5s', 1, 440000, 'kg', 220000, 220000, '220k', 500.0, 'g', 1, 0, 'túi', 'Túi 500g');
INSERT INTO certificates(id, product_id, stars, decision_number, decision_date, expires_on, holder) VALUES ('mjviefuhco', 'q7i5cndfug', 4, '901/QĐ-UBND', '2024-04-26', '2027-04-26', 'HTX Đồi Vải');
INSERT INTO listings(id, product_id, market, title, url) VALUES ('5hgvkizsno-woocommerce', '5hgvkizsno', 'woocommerce', 'WooCommerce', 'https://shop.example.vn/1');
INSERT INTO addresses(slug, kind, id) VALUES ('dia-chi-cu', 'product', '5hgvkizsno');
INSERT INTO changes(id, product_id, slug, name, kind, fields, changed_at) VALUES (1, '5hgvkizsno', 'ot-chao-mao', 'Ớt chào mào', 'added', '[]', '2026-11-22T11:23:25Z');
INSERT INTO changes(id, product_id, slug, name, kind, fields, changed_at) VALUES (2, 'q7i5cndfug', 'mat-ong-hoa-nhan-doi-vai', 'Mật ong hoa nhãn Đồi Vải', 'added', '[]', '2026-11-22T11:23:25Z');
INSERT INTO changes(id, product_id, slug, name, kind, fields, changed_at) VALUES (3, 'xtg3hwvh5s', 'que-thanh-doi-vai', 'Quế thanh Đồi Vải', 'added', '[]', '2026-11-22T11:23:25Z');
INSERT INTO products_folded(rowid, name, producer, place, other) VALUES (1, 'ot chao mao', 'htx suoi nhan', 'tien yen quang ninh thi tran tien yen huyen tien yen tinh quang ninh phong du tien lang tien yen vo ngai yen than dong ngu dai duc binh lieu tien yen quang ninh', '');
INSERT INTO products_folded(rowid, name, producer, place, other) VALUES (2, 'mat ong hoa nhan doi vai', 'htx doi vai', 'xuan ai lao cai xa vien son huyen van yen tinh yen bai vien son xuan ai yen hop yen phu dai phac van yen yen bai', '');
INSERT INTO products_folded(rowid, name, producer, place, other) VALUES (3, 'que thanh doi vai', 'htx doi vai', 'xuan ai lao cai xa vien son huyen van yen tinh yen bai vien son xuan ai yen hop yen phu dai phac van yen yen bai', '');
INSERT INTO products_exact(rowid, name, producer, place, other) VALUES (1, 'ớt chào mào', 'htx suối nhạn', 'tiên yên quảng ninh thị trấn tiên yên, huyện tiên yên, tỉnh quảng ninh phong dụ, tiên lãng, tiên yên, vô ngại, yên than, đông ngũ, đại dực, bình liêu, tiên yên, quảng ninh', '');
INSERT INTO products_exact(rowid, name, producer, place, other) VALUES (2, 'mật ong hoa nhãn đồi vải', 'htx đồi vải', 'xuân ái lào cai xã viễn sơn, huyện văn yên, tỉnh yên bái viễn sơn, xuân ái, yên hợp, yên phú, đại phác, văn yên, yên bái', '');
INSERT INTO products_exact(rowid, name, producer, place, other) VALUES (3, 'quế thanh đồi vải', 'htx đồi vải', 'xuân ái lào cai xã viễn sơn, huyện văn yên, tỉnh yên bái viễn sơn, xuân ái, yên hợp, yên phú, đại phác, văn yên, yên bái', '');
CREATE VIEW products AS
    SELECT p.*, (SELECT c.stars FROM certificates c WHERE c.product_id = p.id AND c.expires_on >= date('now', '+7 hours')
           ORDER BY c.stars DESC, c.expires_on DESC LIMIT 1) AS stars,
           (SELECT c.expires_on FROM certificates c WHERE c.product_id = p.id AND c.expires_on >= date('now', '+7 hours')
           ORDER BY c.stars DESC, c.expires_on DESC LIMIT 1) AS expires_on, p.rowid AS number FROM product_facts p;
CREATE UNIQUE INDEX products_slug ON product_facts(slug);
CREATE INDEX products_province ON product_facts(province_code, province);
CREATE INDEX products_province_name ON product_facts(province);
CREATE INDEX products_set ON product_facts(ocop_set);
CREATE INDEX products_producer ON product_facts(producer_id);
CREATE INDEX products_price ON product_facts(price_low);
CREATE INDEX products_name ON product_facts(name_sort);
CREATE INDEX products_updated ON product_facts(updated_on);
CREATE INDEX offers_product ON offers(product_id, position);
CREATE INDEX pictures_product ON pictures(product_id, position);
CREATE INDEX pictures_sha256 ON pictures(sha256);
CREATE INDEX listings_product ON listings(product_id);
CREATE INDEX certificates_of ON certificates(product_id, stars, expires_on);
CREATE UNIQUE INDEX producers_slug ON producers(slug);
