import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
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
  const built = await build({
    ...program,
    metafile: true,
    entryPoints: ["src/cli/dbfirst-program.ts"],
    outfile: join(folder, "dbfirst.cjs"),
    plugins: [catalogQueries, pageProgram, importsHandedIn],
  });
  writeFileSync(join(folder, "licenses.txt"), licenses(built.metafile));
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

/** The terms of the packages whose code a program holds, which are to come with it. */
function licenses({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path) ?? [],
  );
  const texts = [...new Set(folders)].map((folder) => {
    const about = JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as Record<
      string,
      string
    >;
    const file = readdirSync(folder).find((one) => /licen[cs]e/i.test(one));
    const terms = file === undefined ? about["license"]! : readFileSync(folder + file, "utf8");
    return `${about["name"]} ${about["version"]}\n\n${terms.trim()}\n`;
  });
  return texts.join("\n\n");
}

const shared = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
} satisfies BuildOptions;

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

/**
 * Packages that go into the programs: V8's code is kept for these, too. Of valibot a check of the configuration needs a twentieth, and
 * reading all of it takes longer than all else that is read then; the driver and the planner take longer to load than a throw-away
 * server takes to start.
 */
const within: ReadonlySet<string> = new Set(["valibot", "postgres", "@supabase/pg-delta"]);

/** One file that is no module, which the launcher runs. */
const program = {
  ...shared,
  format: "cjs",
  // Read each time; names stay, for who reads a stack.
  minifyWhitespace: true,
  minifySyntax: true,
  packages: "bundle",
  external: Object.keys(dependencies).filter((name) => !within.has(name)),
  define: { "import.meta.url": "importMetaUrl", "import.meta.dirname": "__dirname" },
} satisfies BuildOptions;

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
          const name = source.type === "Literal" ? String(source.value) : undefined;
          const isWithin = name?.startsWith(".") || within.has(packageOf(name ?? ""));
          if (!isWithin) starts.unshift(start);
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

/** `@supabase/pg-delta/plan`: `@supabase/pg-delta`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
