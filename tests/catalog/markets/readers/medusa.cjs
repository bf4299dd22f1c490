// What Medusa's two importers make of a product CSV: its older one (json-2-csv) and its dashboard's (csv-parse).
// Usage: node medusa.cjs FOLDER_OF_PACKAGES products.csv; prints {older, newer}, each products by handle, or {error}.
const fs = require('node:fs');
const { createRequire } = require('node:module');

const from = createRequire(process.argv[2] + '/x.js');
const { CSVNormalizer, productValidators } = from('@medusajs/utils');
const words = fs.readFileSync(process.argv[3], 'utf8');

// As normalizeCsvStep and normalizeCsvToChunksStep of @medusajs/core-flows 2.21 do.
const readers = {
  older: () => from('json-2-csv').csv2json(words, { preventCsvInjection: true, delimiter: { field: ',' } }),
  newer: () => from('csv-parse/sync').parse(words, { columns: true, skip_empty_lines: true }),
};

function products(rows) {
  const found = new CSVNormalizer(rows.map((row, at) => CSVNormalizer.preProcess(row, at + 1))).proccess();
  return Object.values(found.toCreate).map((product) => productValidators.CreateProduct.parse(product));
}

const said = {};
for (const [name, read] of Object.entries(readers)) {
  try {
    said[name] = Object.fromEntries(products(read()).map((product) => [product.handle, product]));
  } catch (error) {
    said[name] = { error: String(error.message).slice(0, 500) };
  }
}
console.log(JSON.stringify(said));
