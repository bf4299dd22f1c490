// What exceljs reads of a workbook. Usage: node workbook.cjs FOLDER_OF_PACKAGES FILE.xlsx; prints one JSON array, an
// object per sheet with its rows; a formula or a link is told as its kind, since there must be none.
const { createRequire } = require('node:module');
const ExcelJS = createRequire(process.argv[2] + '/x.js')('exceljs');

const book = new ExcelJS.Workbook();
book.xlsx.readFile(process.argv[3]).then(() => {
  const cells = (row, width) => Array.from({ length: width }, (_, n) => row.getCell(n + 1));
  const value = (c) => (c.formula || c.hyperlink ? { formula: c.formula, link: c.hyperlink } : c.value);
  const sheets = book.worksheets.map((s) => ({
    name: s.name,
    rows: Array.from({ length: s.rowCount }, (_, n) => cells(s.getRow(n + 1), s.columnCount).map(value)),
  }));
  console.log(JSON.stringify(sheets));
});
