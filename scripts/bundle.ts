import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { schemaPageProgram } from "../src/commands/schema-page-program.ts";

/**
 * Writes the bundled command line and library (dependencies stay outside) into a folder of the repository, one level
 * deep. Every chunk lies directly in it, because modules find package.json above them through import.meta.url.
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: {
      cli: "src/cli.ts",
      main: "src/cli/main.ts",
      index: "src/index.ts",
      config: "src/config/define.ts",
      // A process of its own.
      "better-auth-child": "src/better-auth/child/main.ts",
    },
    outdir: folder,
    splitting: true,
    format: "esm",
    plugins: [catalogQueries, pageProgram],
  });
  await build({
    ...shared,
    entryPoints: ["src/cli/psql-program.ts"],
    outfile: join(folder, "psql.cjs"),
    format: "cjs",
    // Read each time; names stay, for who reads a stack.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [mainElsewhere],
  });
  const hash = createHash("sha256")
    .update(readFileSync(join(folder, "psql.cjs")))
    .digest("hex");
  const launcher = readFileSync("scripts/launcher.cjs", "utf8").replace(
    "PROGRAM_HASH",
    hash.slice(0, 16),
  );
  writeFileSync(join(folder, "cli.cjs"), launcher, { mode: 0o755 });
}

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
};

/** All other commands stay out of psql's file; the launcher imports them. */
const mainElsewhere: Plugin = {
  name: "main-elsewhere",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]cli[\\/]main\.ts$/ }, () => ({
      contents: "export const main = async (...given) => (await importMain()).main(...given);",
      loader: "js",
    }));
  },
};

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

/** So does the program of the schema's page: who installs dbfirst has no compiler. */
const pageProgram: Plugin = {
  name: "page-program",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commands[\\/]schema-page-program\.ts$/ }, async () => {
      const text = JSON.stringify(await schemaPageProgram());
      return { contents: `export const schemaPageProgram = async () => ${text};`, loader: "js" };
    });
  },
};
