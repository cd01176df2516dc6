// Writes a Pagefind index of the records, one record a question.
//   node pagefind.mjs FOLDER_OF_NODE_MODULES RECORDS.json OUTPUT
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, recordsPath, output] = process.argv.slice(2);
const pagefind = await import(pathToFileURL(`${folder}/node_modules/pagefind/lib/index.js`));
const { index } = await pagefind.createIndex({});
for (const { id, question, answer } of JSON.parse(readFileSync(recordsPath)))
  await index.addCustomRecord({ url: `/${id}/`, content: `${question} ${answer}`, language: "en", meta: { title: question } });
await index.writeFiles({ outputPath: output });
await pagefind.close();
