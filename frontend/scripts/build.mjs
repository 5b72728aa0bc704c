// Builds the files that a browser loads, or (--check) fails if the committed ones are not what the sources give.
// `main.js` is loaded with every page; what only the staff's pages need is in files of its own, named by their content.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL("../../custom_components/smart_community/www", import.meta.url));
// Of a file of translations each script that names it gets what it uses: else every page would load all of it.
const translations = {
  name: "translations",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/translations\/[\w-]+\.json$/ }, ({ path, resolveDir, importer }) => ({
      path: join(resolveDir, path),
      suffix: `?${basename(importer)}`,
    })),
};
const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: ["src/main.ts"],
  outdir: folder,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // Names of files would be those of one machine.
  legalComments: "none",
  banner: { js: "/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */" },
  write: false,
  plugins: [translations],
});
const built = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
const committed = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".js"));

if (process.argv.includes("--check")) {
  const current = async ([name, contents]) =>
    (await readFile(join(folder, name)).catch(() => Buffer.alloc(0))).equals(contents);
  const same = (await Promise.all([...built].map(current))).every(Boolean);
  if (!same || committed.some((name) => !built.has(name))) {
    console.error("custom_components/smart_community/www is not what frontend/ gives.");
    console.error("Run `npm run build` in frontend/ and commit the result.");
    process.exit(1);
  }
} else {
  await mkdir(folder, { recursive: true });
  for (const name of committed) if (!built.has(name)) await rm(join(folder, name));
  for (const [name, contents] of built) await writeFile(join(folder, name), contents);
}
for (const [name, contents] of built) console.log(`${name}: ${contents.length} bytes`);
