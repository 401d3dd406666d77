import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Writes the bundled command line and library (dependencies stay outside) into a folder of the repository, one level
 * deep. Every chunk lies directly in it, because modules find package.json above them through import.meta.url.
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: {
      cli: "src/cli.ts",
      index: "src/index.ts",
      config: "src/config/define.ts",
      // A process of its own.
      "better-auth-child": "src/better-auth/child/main.ts",
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    logLevel: "warning",
    plugins: [catalogQueries],
  });
}

/** The catalog's queries go into the code: opening thirty files takes longer than anything else at the start of a check. */
const catalogQueries: Plugin = {
  name: "catalog-queries",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]catalog[\\/]query-text\.ts$/ }, () => {
      const folder = "src/catalog/queries";
      const texts = readdirSync(folder).map((file) => [
        basename(file, ".sql"),
        readFileSync(`${folder}/${file}`, "utf8"),
      ]);
      return {
        contents: `const texts = ${JSON.stringify(Object.fromEntries(texts))};
export const queryText = (name) => texts[name];`,
        loader: "js",
      };
    });
  },
};
