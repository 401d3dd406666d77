import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createJiti } from "jiti";

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
  const tsconfig = join(projectDirectory, "tsconfig.json");
  const jiti = createJiti(pathToFileURL(configFile).href, {
    fsCache: false,
    interopDefault: false,
    jsx: { runtime: "automatic" },
    alias: svelteAliases(projectDirectory),
    virtualModules: frameworkModules(),
    ...(existsSync(tsconfig) ? { tsconfigPaths: tsconfig } : {}),
  });
  const loaded = await jiti.import<Record<string, unknown>>(configFile);
  const options = optionsOf(loaded["auth"]) ?? optionsOf(loaded["default"]);
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

function optionsOf(exported: unknown): AuthOptions | undefined {
  if (typeof exported !== "object" || exported === null) return undefined;
  if ("options" in exported && typeof exported.options === "object")
    return exported.options as AuthOptions;
  // `module.exports = { auth }`, and a default export of a namespace.
  return "auth" in exported ? optionsOf(exported.auth) : undefined;
}

/** Modules that a framework's build provides: nothing in them matters to the tables. */
function frameworkModules(): Record<string, unknown> {
  const variables = { ...process.env };
  // Classes to extend; Object is as good as any.
  const worker = { env: {}, DurableObject: Object, WorkerEntrypoint: Object, RpcTarget: Object };
  return {
    "server-only": {},
    "client-only": {},
    "cloudflare:workers": worker,
    "cloudflare:test": worker,
    "$app/server": { getRequestEvent: () => undefined },
    "$app/environment": { browser: false, building: true, dev: true, version: "" },
    "$env/dynamic/private": { env: process.env },
    "$env/dynamic/public": { env: process.env },
    "$env/static/private": variables,
    "$env/static/public": variables,
  };
}

function svelteAliases(projectDirectory: string): Record<string, string> {
  const library = join(projectDirectory, "src", "lib");
  return existsSync(library) ? { $lib: library } : {};
}
