/** Bundles every tests/*.test.ts and runs it with Node's own test runner. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const sources = (await readdir(path.join(here, "tests"))).filter((name) =>
  /\.test\.ts$/.test(name),
);
// Below node_modules, so that packages left out of the bundle are found from there.
const out = await mkdtemp(path.join(here, "node_modules", ".tests-"));
try {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: sources.map((name) => `tests/${name}`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: ["node20"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  const files = (await readdir(out)).map((name) => path.join(out, name));
  const { status } = spawnSync(
    process.execPath,
    ["--enable-source-maps", "--test", "--test-reporter=spec", ...files],
    {
      stdio: "inherit",
    },
  );
  process.exitCode = status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
