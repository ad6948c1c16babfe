// Compressed copies (.br, .gz) of what compresses, and a table of sizes.
// usage: node pack.mjs <folder of the page> <folder for results of earlier builds>
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [page, kept] = process.argv.slice(2);

// What a visitor may have to download, in bytes of brotli.
const budgets = [
  // 41 figures, the comparison and the lectures' machine; texts are fetched one at a time.
  { what: "page", name: /^(index\.html|style\.css|boot\.js|app-.*)$/, most: 900_000 },
  { what: "CPU worker", name: /^worker_cpu/, most: 800_000 },
  { what: "GPU worker", name: /^worker_gpu/, most: 4_000_000 },
];

const methods = {
  br: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 22,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};

/** The compressed form, taken from an earlier build of the same bytes where there is one. */
function compressed(bytes, ending) {
  const path = join(kept, `${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}.${ending}`);
  if (existsSync(path)) {
    const now = new Date();
    utimesSync(path, now, now);
    return readFileSync(path);
  }
  const result = methods[ending](bytes);
  writeFileSync(`${path}.half`, result);
  renameSync(`${path}.half`, path);
  return result;
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

mkdirSync(kept, { recursive: true });
const rows = filesUnder(page)
  .filter((path) => /\.(html|js|css|wasm|svg|json|txt|csv)$/.test(path))
  .sort()
  .map((path) => {
    const bytes = readFileSync(path);
    const sizes = Object.keys(methods).map((ending) => {
      const small = compressed(bytes, ending);
      writeFileSync(`${path}.${ending}`, small);
      return small.length;
    });
    return { name: relative(page, path), raw: bytes.length, br: sizes[0], gz: sizes[1] };
  });

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
console.log(`\n${"kB".padEnd(36)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
for (const row of rows) {
  console.log(`${row.name.padEnd(36)}${kilobytes(row.raw)}${kilobytes(row.gz)}${kilobytes(row.br)}`);
}
let isOver = false;
for (const { what, name, most } of budgets) {
  const sum = rows.filter((row) => name.test(row.name)).reduce((total, row) => total + row.br, 0);
  const verdict = sum <= most ? "" : "  OVER BUDGET";
  isOver ||= sum > most;
  console.log(`${what.padEnd(36)}${"".padStart(18)}${kilobytes(sum)}  of ${most / 1000}${verdict}`);
}

// A few builds' worth of results; the rest is old.
const old = readdirSync(kept)
  .map((name) => join(kept, name))
  .map((path) => ({ path, time: statSync(path).mtimeMs }))
  .sort((a, b) => b.time - a.time)
  .slice(200);
for (const { path } of old) rmSync(path);

process.exit(isOver ? 1 : 0);
