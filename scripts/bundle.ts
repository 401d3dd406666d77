import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { parseSync, Visitor } from "oxc-parser";
import { schemaPageProgram } from "../src/commands/schema-page-program.ts";
import { commands } from "../src/commands/table.ts";

/**
 * Writes the bundled command line and library (dependencies stay outside) into a folder of the repository, one level
 * deep. Every file lies directly in it, because modules find package.json above them through import.meta.url.
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: {
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
    ...program,
    entryPoints: ["src/cli/psql-program.ts"],
    outfile: join(folder, "psql.cjs"),
    plugins: [mainElsewhere],
  });
  await build({
    ...program,
    entryPoints: ["src/cli/dbfirst-program.ts"],
    outfile: join(folder, "dbfirst.cjs"),
    plugins: [catalogQueries, pageProgram, importsHandedIn],
  });
  const hashes = ["psql.cjs", "dbfirst.cjs"].map((file) => finishProgram(join(folder, file)));
  const launcher = readFileSync("scripts/launcher.cjs", "utf8")
    .replace("PSQL_HASH", hashes[0]!)
    .replace("DBFIRST_HASH", hashes[1]!)
    .replace("COMMANDS", commands.map(({ name }) => name).join(" "));
  writeFileSync(join(folder, "cli.cjs"), launcher, { mode: 0o755 });
}

/**
 * Writes a program in ASCII, which V8 keeps and compares with one byte a character: what esbuild leaves are characters in
 * regular expressions.
 *
 * @returns its hash.
 */
function finishProgram(file: string): string {
  const text = readFileSync(file, "utf8").replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  writeFileSync(file, text);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
};

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

/** One file that is no module, which the launcher runs. */
const program: BuildOptions = {
  ...shared,
  format: "cjs",
  // Read each time; names stay, for who reads a stack.
  minifyWhitespace: true,
  minifySyntax: true,
  packages: "bundle",
  // A check of the configuration needs a twentieth of valibot, and reading all of it takes longer than all else that is read then.
  external: Object.keys(dependencies).filter((name) => name !== "valibot"),
  define: { "import.meta.url": "importMetaUrl", "import.meta.dirname": "__dirname" },
};

/** All other commands stay out of psql's file; the launcher loads them. */
const mainElsewhere: Plugin = {
  name: "main-elsewhere",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]cli[\\/]main\.ts$/ }, () => ({
      contents: 'export const main = (...given) => loadProgram("dbfirst").main(...given);',
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

/** What stays outside is imported by a function of the launcher's, and loaded when it is asked for all the same. */
const importsHandedIn: Plugin = {
  name: "imports-handed-in",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      // Most files import nothing of the sort, or with `import` alone.
      if (!/\bimport\((?!"\.)/.test(text)) return undefined;
      const starts: number[] = [];
      const visitor = new Visitor({
        ImportExpression({ start, source }) {
          const isOurs = source.type === "Literal" && String(source.value).startsWith(".");
          if (!isOurs) starts.unshift(start);
        },
      });
      visitor.visit(parseSync(path, text).program);
      const contents = starts.reduce(
        (edited, start) =>
          `${edited.slice(0, start)}importModule${edited.slice(start + "import".length)}`,
        text,
      );
      return { contents, loader: "ts" };
    });
  },
};
