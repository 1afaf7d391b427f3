/**
 * Bundles the tab into the folder that the backend serves.
 *
 *     node build.mjs [--watch] [--out=FOLDER]
 *
 * The result is one ES module, `index.js`, and the licences of what is in it.
 */
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(
  process.argv.find((argument) => argument.startsWith("--out="))?.slice("--out=".length) ??
    path.join(here, "../tb_gradplugin/backend/static"),
);

const options = {
  absWorkingDir: here,
  entryPoints: ["src/index.ts"],
  outfile: path.join(out, "index.js"),
  bundle: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  minify: true,
  legalComments: "none",
  loader: { ".css": "text", ".woff2": "dataurl" },
  metafile: true,
  logLevel: "warning",
};

/** The packages whose files are part of the bundle, by name. */
function bundledPackages(metafile) {
  const names = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  return [...names].sort();
}

async function licenceOf(name) {
  const folder = path.join(here, "node_modules", name);
  const { version, license } = JSON.parse(
    await readFile(path.join(folder, "package.json"), "utf8"),
  );
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(path.join(folder, file), "utf8") : "";
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

if (process.argv.includes("--watch")) {
  await (await esbuild.context({ ...options, minify: false, logLevel: "info" })).watch();
} else {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { metafile } = await esbuild.build(options);
  const licences = await Promise.all(bundledPackages(metafile).map(licenceOf));
  await writeFile(path.join(out, "licences.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
  const { bytes } = Object.values(metafile.outputs)[0];
  console.log(`${path.relative(process.cwd(), out)}/index.js  ${Math.round(bytes / 1024)} KiB`);
}
