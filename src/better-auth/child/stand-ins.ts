import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Modules that a framework's build provides: nothing in them matters to the tables. */
export function frameworkModules(): Record<string, unknown> {
  const variables = { ...process.env };
  const environment = { browser: false, building: true, dev: true, version: "" };
  const named = {
    "$app/environment": environment,
    "$app/env": environment,
    "$app/env/private": process.env,
    "$app/env/public": process.env,
    "$env/dynamic/private": { env: process.env },
    "$env/dynamic/public": { env: process.env },
    "$env/static/private": variables,
    "$env/static/public": variables,
    "cloudflare:workers": answering(worker),
  };
  const inertOnes = [
    "server-only",
    "client-only",
    "cloudflare:test",
    "cloudflare:sockets",
    "$app/forms",
    "$app/navigation",
    "$app/paths",
    "$app/server",
    "$app/state",
    "$app/stores",
    "$service-worker",
  ];
  return { ...Object.fromEntries(inertOnes.map((name) => [name, inert])), ...named };
}

/** Takes every access, call and `new`, and is its own result: `env.KV.get("…")`. */
const inert: unknown = new Proxy(function inertStandIn() {}, {
  get: (_, name) => {
    // Neither a promise, which would be waited for, nor a module with another one by default.
    if (name === "then" || name === "__esModule" || name === "default") return undefined;
    if (name === Symbol.toPrimitive) return () => "";
    return inert;
  },
  apply: () => inert,
  construct: () => inert as object,
});

/** Has what is given, and for the rest stand-ins. */
function answering(given: object): unknown {
  return new Proxy(given, {
    get: (own, name) => Reflect.get(name in own ? own : (inert as object), name),
  });
}

/** Classes to extend; Object is as good as any. Bindings that are plain variables may be set in the environment. */
const worker = {
  env: answering(process.env),
  DurableObject: Object,
  WorkerEntrypoint: Object,
  WorkflowEntrypoint: Object,
  RpcTarget: Object,
};

/** Svelte's `$lib`, and the aliases of svelte.config.js. */
export function svelteAliases(projectDirectory: string): Record<string, string> {
  const library = join(projectDirectory, "src", "lib");
  return {
    ...(existsSync(library) ? { $lib: library } : {}),
    ...Object.fromEntries(
      ["svelte.config.js", "svelte.config.ts"].flatMap((name) =>
        aliasesOf(join(projectDirectory, name), projectDirectory),
      ),
    ),
  };
}

function aliasesOf(file: string, projectDirectory: string): [string, string][] {
  if (!existsSync(file)) return [];
  const [, list = ""] = /\balias\s*:\s*\{([^}]*)\}/.exec(readFileSync(file, "utf8")) ?? [];
  return [...list.matchAll(/["']?([$@~\w./-]+)["']?\s*:\s*["'`]([^"'`]+)["'`]/g)].map(
    ([, alias = "", target = ""]) => [alias, resolve(projectDirectory, target)],
  );
}

const style = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss)$/;
const asset =
  /\.(?:apng|bmp|png|jpe?g|jfif|gif|svg|ico|webp|avif|mp4|webm|ogg|mp3|wav|flac|aac|opus|mov|woff2?|eot|ttf|otf|webmanifest|pdf|txt|html|md)$/i;

/** What stands for an import that only a bundler understands (`./logo.svg`, `./mail.html?raw`): a module, as a data: URL. */
export function bundlerModule(specifier: string): string | undefined {
  const [path = "", query] = specifier.split("?", 2);
  const isWorker = /(?:^|&)(?:shared)?worker(?:&|$)/.test(query ?? "");
  const isText = /(?:^|&)(?:raw|url|inline)(?:&|$)/.test(query ?? "");
  if (isWorker) return moduleOf("function () {}");
  if (isText || asset.test(path)) return moduleOf('""');
  if (style.test(path)) return moduleOf("new Proxy({}, { get: (_, name) => String(name) })");
  return undefined;
}

function moduleOf(expression: string): string {
  return `data:text/javascript,${encodeURIComponent(`export default ${expression};`)}`;
}
