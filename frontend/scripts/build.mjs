// Builds the one file that a browser loads, or (--check) fails if the committed one is not what the sources give.
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bundle = fileURLToPath(new URL("../../custom_components/smart_community/www/main.js", import.meta.url));
const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: ["src/main.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // Names of files would be those of one machine.
  legalComments: "none",
  banner: { js: "/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */" },
  write: false,
});
const built = outputFiles[0].contents;

if (process.argv.includes("--check")) {
  const committed = await readFile(bundle).catch(() => Buffer.alloc(0));
  if (!committed.equals(built)) {
    console.error("custom_components/smart_community/www/main.js is not what frontend/ gives.");
    console.error("Run `npm run build` in frontend/ and commit the result.");
    process.exit(1);
  }
  console.log(`the bundle is what the sources give (${built.length} bytes)`);
} else {
  await mkdir(dirname(bundle), { recursive: true });
  await writeFile(bundle, built);
  console.log(`${built.length} bytes`);
}
