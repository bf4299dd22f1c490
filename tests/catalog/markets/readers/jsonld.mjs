// Google's rules (Adobe's validator) on each product of a JSON-LD document, put into a page as a shop would.
// Usage: node jsonld.mjs FOLDER_OF_PACKAGES products.jsonld; prints one JSON array, an object per product.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.argv[2] + '/x.js');
const load = async (name) => {
  const found = await import(pathToFileURL(require.resolve(name)));
  return found.default?.default ?? found.default;
};
const Validator = await load('@adobe/structured-data-validator');
const Extractor = await load('@marbec/web-auto-extractor');
const whole = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
const said = [];
for (const product of whole['@graph']) {
  const own = JSON.stringify({ '@context': whole['@context'], ...product }).replace(/</g, '\\u003c');
  const page = `<html><head><script type="application/ld+json">${own}</script></head></html>`;
  const data = new Extractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] }).parse(page);
  const issues = await new Validator().validate(data);
  const of = (isError) => issues.filter((i) => (i.severity === 'ERROR') === isError).map((i) => i.issueMessage);
  said.push({ id: product['@id'], types: Object.keys(data.jsonld ?? {}), errors: of(true), warnings: of(false) });
}
console.log(JSON.stringify(said));
