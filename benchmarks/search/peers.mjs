// How much MiniSearch sends for a corpus: its index with the fields that results show, compressed.
//   node peers.mjs FOLDER_OF_NODE_MODULES RECORDS.json
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [folder, recordsPath] = process.argv.slice(2);
const MiniSearch = createRequire(folder + "/")("minisearch");
const index = new MiniSearch({ fields: ["question", "answer"], storeFields: ["question"] });
index.addAll(JSON.parse(readFileSync(recordsPath)));
console.log(gzipSync(JSON.stringify(index)).length);
