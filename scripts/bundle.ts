import { cpSync, rmSync } from "node:fs";
import { build } from "esbuild";

/**
 * Writes the bundled command line and library (dependencies stay outside) and the catalog queries into a folder of the
 * repository, one level deep. Every chunk lies directly in it, because modules find files beside them, and package.json
 * above them, through import.meta.url.
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: { cli: "src/cli.ts", index: "src/index.ts", config: "src/config/define.ts" },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    logLevel: "warning",
  });
  cpSync("src/catalog/queries", `${folder}/queries`, { recursive: true });
}
