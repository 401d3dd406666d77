import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PullError } from "../../errors.ts";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Environment } from "./child-environment.ts";
import { relayCredentials } from "./drizzle-kit.ts";
import { kitFilters, type LeftOut } from "../leave-out.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";
import { openRelay, type Relay } from "../../postgres/relay/relay.ts";
import { pinnedSession } from "./session.ts";

export type DrizzleKitCommand = "generate" | "migrate" | "push" | "studio" | "export" | "check";

export interface RunDrizzleKitOptions {
  /** The folder that the paths in drizzle.config.ts are relative to. */
  projectDirectory: string;
  /** The database to work on, whatever drizzle.config.ts says; undefined for commands that need none. */
  settings: ConnectionSettings | undefined;
  /** Passed on as they are. */
  args: readonly string[];
  env: Environment;
  signal?: AbortSignal | undefined;
  /** By default the child writes to this process's own output, and asks its questions there. */
  stdio?: "inherit" | "pipe" | undefined;
  /** What no command may see: other migrators' bookkeeping, which push would drop. Our ledger is left out anyway. */
  leftOut?: readonly LeftOut[] | undefined;
  /** drizzle.config.ts, .js or .json of the project folder by default. */
  configFile?: string | undefined;
  /** Node's own arguments, before the program. */
  nodeArguments?: readonly string[] | undefined;
  /** Added to the environment. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** Told what the child prints, which nobody sees then; it has no terminal, only a pipe that ends with this process. */
  onPrinted?: ((text: string) => void) | undefined;
}

/** Variables that PostgreSQL drivers take settings from on their own. */
const driverVariables =
  /^PG(?:HOST|HOSTADDR|PORT|USER|PASSWORD|PASSFILE|DATABASE|OPTIONS|SERVICE|SERVICEFILE|APPNAME|SSL\w*|TZ|DATESTYLE)$/;

/**
 * Runs one of drizzle-kit's own commands in the project and gives its exit code. The project's drizzle.config is used
 * with its credentials replaced: the connection goes through our relay, and the password is in the environment only.
 *
 * @throws PullError when there is no drizzle-kit or no drizzle.config; DatabaseError when the server can't be reached;
 *   the signal's reason when aborted.
 */
export async function runDrizzleKit(
  command: DrizzleKitCommand,
  options: RunDrizzleKitOptions,
): Promise<number> {
  const kit = await projectDrizzleKit(options.projectDirectory);
  const configFile = options.configFile ?? (await findKitConfig(options.projectDirectory));
  if (options.settings === undefined) {
    const { exitCode } = await run(kit, [command, "--config", configFile], options, {});
    return exitCode;
  }
  const scratch = scratchFolder("kit");
  let relay: Relay | undefined;
  try {
    const override = join(scratch, "drizzle.config.mts");
    await writeFile(override, overridingConfig(configFile, options.leftOut ?? []));
    relay = await openRelay(options.settings, {
      folder: scratch,
      parameters: sessionFor(command),
      signal: options.signal,
    });
    const { exitCode } = await run(kit, [command, "--config", override], options, {
      DBFIRST_CREDENTIALS: JSON.stringify(relayCredentials(relay, options.settings)),
    });
    if (exitCode !== 0 && relay.failure() !== undefined) throw relay.failure();
    return exitCode;
  } finally {
    await relay?.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What the server prints to push and export is pinned as for a pull; migrations run in the role's own session. */
function sessionFor(command: DrizzleKitCommand): Record<string, string> {
  const name = { application_name: `dbfirst ${command}` };
  return command === "push" || command === "export" ? { ...pinnedSession, ...name } : name;
}

/**
 * The project's config with other credentials, and without what isn't in its schema files on purpose, which push would
 * take for tables too many. drizzle-kit takes its paths relative to the working directory.
 */
function overridingConfig(configFile: string, leftOut: readonly LeftOut[]): string {
  const { schemas, tables } = kitFilters([{ schema: "dbfirst", name: null }, ...leftOut]);
  const url = JSON.stringify(pathToFileURL(configFile).href);
  const attributes = configFile.endsWith(".json") ? ` with { type: "json" }` : "";
  return `import * as config from ${url}${attributes};
const { driver, dbCredentials, ...rest } = config.default?.default ?? config.default ?? config;
const schemaFilter = [...[rest.schemaFilter ?? "*"].flat(), ...${JSON.stringify(schemas)}];
const tablesFilter = [...[rest.tablesFilter ?? "*"].flat(), ...${JSON.stringify(tables)}];
export default { ...rest, schemaFilter, tablesFilter, dbCredentials: JSON.parse(process.env.DBFIRST_CREDENTIALS) };
`;
}

async function run(
  kit: DrizzleKit,
  args: readonly string[],
  options: RunDrizzleKitOptions,
  variables: Readonly<Record<string, string>>,
): Promise<{ exitCode: number }> {
  const env: Record<string, string> = { ...variables, ...options.variables };
  for (const [name, value] of Object.entries(options.env)) {
    if (value !== undefined && !driverVariables.test(name)) env[name] = value;
  }
  const { execa } = await import("execa");
  const program = [...(options.nodeArguments ?? []), kit.script, ...args, ...options.args];
  const child = execa(process.execPath, program, {
    cwd: options.projectDirectory,
    extendEnv: false,
    env,
    stdio: options.onPrinted === undefined ? (options.stdio ?? "inherit") : "pipe",
    // One that runs for days prints more than fits.
    buffer: options.onPrinted === undefined,
    reject: false,
    forceKillAfterDelay: 2000,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  if (options.onPrinted !== undefined) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", options.onPrinted);
  }
  const result = await child;
  options.signal?.throwIfAborted();
  return { exitCode: result.exitCode ?? 1 };
}

/** The project's own drizzle-kit; the one that dbfirst brings when it has none. */
export async function projectDrizzleKit(projectDirectory: string): Promise<DrizzleKit> {
  try {
    return await locateDrizzleKit(join(projectDirectory, "package.json"));
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    return locateDrizzleKit();
  }
}

export async function findKitConfig(projectDirectory: string): Promise<string> {
  for (const name of ["drizzle.config.ts", "drizzle.config.js", "drizzle.config.json"]) {
    const file = join(projectDirectory, name);
    try {
      await access(file);
      return file;
    } catch {
      // Try the next one.
    }
  }
  throw new PullError("CONFIG_MISSING", `There is no drizzle.config.ts in ${projectDirectory}.`, {
    hint: "drizzle-kit's own commands need one.",
  });
}
