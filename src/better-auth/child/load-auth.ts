import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createJiti, type TransformOptions, type TransformResult } from "jiti";
import { pathAliases } from "./path-aliases.ts";
import { bundlerModule, frameworkModules, svelteAliases } from "./stand-ins.ts";

/** Better Auth's options, as far as they concern its tables. */
export interface AuthOptions {
  database?: unknown;
  plugins?: readonly AuthPlugin[] | undefined;
  [option: string]: unknown;
}

export interface AuthPlugin {
  id: string;
  schema?: Record<string, { modelName?: string | undefined }> | undefined;
}

export interface LoadedAuth {
  options: AuthOptions;
  /** Imports a module as the config would. */
  importAsConfig: (specifier: string) => Promise<Record<string, unknown> | undefined>;
  /** The path of a package's file as the config would find it. */
  resolveAsConfig: (specifier: string) => string | undefined;
}

/**
 * Imports the project's config: TypeScript, JSX, the paths of tsconfig.json, and the modules that exist only within a
 * framework's build, as Better Auth's own command line stands in for them.
 *
 * @returns undefined when it exports no `auth`.
 * @throws what the config throws.
 */
export async function loadAuth(
  configFile: string,
  projectDirectory: string,
): Promise<LoadedAuth | undefined> {
  const jiti = createJiti(pathToFileURL(configFile).href, {
    fsCache: false,
    interopDefault: false,
    jsx: { runtime: "automatic" },
    alias: svelteAliases(projectDirectory),
    virtualModules: frameworkModules(),
    transform: compilerWith(pathAliases(projectDirectory)),
  });
  const loaded = await jiti.import<Record<string, unknown>>(configFile);
  const options = (await optionsOf(loaded["auth"])) ?? (await optionsOf(loaded["default"]));
  if (options === undefined) return undefined;
  const resolveAsConfig = (specifier: string) => jiti.esmResolve(specifier, { try: true });
  return {
    options,
    resolveAsConfig,
    async importAsConfig(specifier) {
      const url = resolveAsConfig(specifier);
      return url === undefined ? undefined : ((await import(url)) as Record<string, unknown>);
    },
  };
}

/** As much of Babel's syntax tree as is looked at. */
interface Specifier {
  type: string;
  value: string;
}
interface Visited {
  node: {
    source?: Specifier | null;
    callee?: { type: string; name?: string };
    arguments?: Specifier[];
  };
}

/** What imports are called by the time plugins see them: jiti rewrites `import()` first. */
const loaders = new Set(["require", "import", "jitiImport"]);

/**
 * jiti's own compiler with a plugin of ours: its aliases know prefixes only, and neither the paths of a tsconfig.json that another
 * refers to nor what bundlers import. The plugin isn't told which file it is given, so that the compiler notes it.
 */
function compilerWith(
  aliasOf: (specifier: string, importer: string) => string | undefined,
): (options: TransformOptions) => TransformResult {
  const require = createRequire(import.meta.url);
  const compile = require(join(dirname(require.resolve("jiti")), "../dist/babel.cjs")) as (
    options: TransformOptions,
  ) => TransformResult;
  let importer = "";
  const rewrite = (source: Specifier | null | undefined): void => {
    if (source?.type !== "StringLiteral") return;
    source.value = bundlerModule(source.value) ?? aliasOf(source.value, importer) ?? source.value;
  };
  const bySource = ({ node }: Visited) => rewrite(node.source);
  const plugin = () => ({
    visitor: {
      ImportDeclaration: bySource,
      ExportNamedDeclaration: bySource,
      ExportAllDeclaration: bySource,
      ImportExpression: bySource,
      CallExpression({ node: { callee, arguments: given } }: Visited) {
        if (callee?.type === "Import" || loaders.has(callee?.name ?? "")) rewrite(given?.[0]);
      },
    },
  });
  return (options) => {
    importer = options.filename ?? "";
    return compile({ ...options, babel: { plugins: [plugin] } });
  };
}

/** Of what `betterAuth({ … })` returns, a promise of it, a function that makes it, or a module that has it as `auth`. */
async function optionsOf(exported: unknown): Promise<AuthOptions | undefined> {
  const value = await exported;
  if (typeof value === "function" && !("options" in value)) return optionsOf(await made(value));
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return undefined;
  if ("options" in value && typeof value.options === "object") return value.options as AuthOptions;
  return "auth" in value ? optionsOf(value.auth) : undefined;
}

/** Where bindings come with each request, `auth` is a function of them; variables may stand in for those that are plain. */
function made(create: object): unknown {
  return (create as (env: NodeJS.ProcessEnv) => unknown)(process.env);
}
