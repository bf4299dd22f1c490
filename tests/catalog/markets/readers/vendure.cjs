// What Vendure's importer reads out of a product CSV, and its complaints.
// Usage: node vendure.cjs FOLDER_OF_PACKAGES products.csv; prints {errors, products}.
const fs = require('node:fs');
const path = require('node:path');

const core = path.join(process.argv[2], 'node_modules/@vendure/core/dist');
const { ImportParser } = require(path.join(core, 'data-import/providers/import-parser/import-parser.js'));
const noCustomFields = { customFields: { Product: [], ProductVariant: [] } };

new ImportParser(noCustomFields).parseProducts(fs.readFileSync(process.argv[3], 'utf8'), 'vi').then((read) => {
  console.log(JSON.stringify({ errors: read.errors.map(String), products: read.results }));
});
