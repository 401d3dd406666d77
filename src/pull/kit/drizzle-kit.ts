import { access, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PullError } from "../../errors.ts";
import { directUrl } from "../../postgres/server-failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Environment } from "./child-environment.ts";
import { startKit, type KitProcess } from "./kit-process.ts";
import { partConfig, partFolder, pullProgram } from "./kit-program.ts";
import { withKit, type KitReserve } from "./kit-reserve.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";
import { openRelay, type Relay } from "../../postgres/relay/relay.ts";
import { scopeQuery, type Scope } from "../scope-query.ts";
import { pinnedSession } from "./session.ts";

/** What drizzle-kit's pull wrote of one part. */
export interface KitPart {
  /** `schema.ts`. */
  schema: string;
  /** `snapshot.json`. */
  snapshot: string;
}

export interface KitOutput {
  drizzleKit: string;
  /** In the order in which they were asked for. */
  parts: KitPart[];
}

export interface KitPullOptions {
  settings: ConnectionSettings;
  /** Globs of schema names for drizzle-kit's `schemaFilter`. */
  schemaFilter: readonly string[];
  /** Pulled one by one. */
  parts: readonly Scope[];
  /** Told when drizzle-kit begins with a part. */
  onPart?: ((part: number) => void) | undefined;
  /** Told when drizzle-kit has looked at the database for the last time, before anything is made of what it saw. */
  onPulled?: (() => void) | undefined;
  /** The environment of the command; the child gets what it needs of it and no connection settings. */
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Another drizzle-kit than the pinned one. */
  drizzleKit?: DrizzleKit | undefined;
  /** Processes that were started in advance. */
  reserve?: KitReserve | undefined;
}

/**
 * Runs drizzle-kit's pull in a folder of its own, which is removed whatever happens. Its word alone isn't trusted: the
 * files must be there.
 *
 * @throws PullError with drizzle-kit's reason; DatabaseError when the server can't be reached; the signal's reason.
 */
export async function runKitPull(options: KitPullOptions): Promise<KitOutput> {
  const kit = options.drizzleKit ?? (await locateDrizzleKit());
  const { env, reserve } = options;
  return withKit({ kit, env, reserve }, (child) => pullThrough(child, options));
}

async function pullThrough(child: KitProcess, options: KitPullOptions): Promise<KitOutput> {
  const relay = await openRelay(options.settings, {
    folder: child.folder,
    // The planner knows nothing of how many rows a common table expression gives, takes it for one, and loops.
    parameters: { ...pinnedSession, enable_nestloop: "off", application_name: "dbfirst pull" },
    sessions: (database) => beginPart(Number(database), options),
    signal: options.signal,
  });
  try {
    const run: KitRun = { child, relay, options };
    const failure = await runOnce(run);
    if (failure === undefined) return await readParts(run);
    if (!/\.map is not a function/.test(failure.message)) throw failure;
    // A column is called `constructor` or the like.
    return await pullPrototypeNames(run);
  } finally {
    await relay.close();
  }
}

/** How the queries of a part's session are changed. */
function beginPart(part: number, { parts, onPart }: KitPullOptions): (sql: string) => string {
  onPart?.(part);
  const scope = parts[part] ?? { only: [] };
  return (sql) => scopeQuery(sql, scope);
}

interface KitRun {
  child: KitProcess;
  relay: Relay;
  options: KitPullOptions;
}

/** Once more, in a process and a folder where such names are found. */
async function pullPrototypeNames(run: KitRun): Promise<KitOutput> {
  const { kit } = run.child;
  const child = await startKit({ kit, env: run.options.env, prototypeNames: true });
  try {
    const failure = await runOnce({ ...run, child });
    if (failure !== undefined) throw failure;
    return await readParts({ ...run, child });
  } finally {
    await child.dispose();
  }
}

async function runOnce({ child, relay, options }: KitRun): Promise<PullError | undefined> {
  const { kit, folder } = child;
  const cause = join(folder, "cause.json");
  await rm(cause, { force: true });
  for (const part of options.parts.keys()) {
    // A second pull into a folder adds to it.
    await rm(join(folder, partFolder(part)), { recursive: true, force: true });
    await writeFile(join(folder, `part-${part}.config.cjs`), partConfig(part));
  }
  const variables = {
    DBFIRST_CREDENTIALS: JSON.stringify(relayCredentials(relay, options.settings)),
    DBFIRST_SCHEMAS: JSON.stringify(options.schemaFilter),
  };
  const task = { parts: options.parts.length, variables };
  const end = await child.run({ program: pullProgram, task }, options);
  if (end.state === "answered" && end.answer === null) return undefined;
  const towardsServer = relay.failure();
  if (towardsServer !== undefined) throw towardsServer;
  if (end.state === "timed out") {
    return new PullError(
      "KIT_TIMEOUT",
      `drizzle-kit pull took longer than ${options.timeoutSeconds} s.`,
      {
        hint: "--pull-timeout SECONDS waits longer.",
      },
    );
  }
  const printed =
    end.state === "failed" ? end.printed : (end.answer as { message: string }).message;
  const { message, defect } = await explain(cause, printed);
  return new PullError("KIT_FAILED", `drizzle-kit ${kit.version} pull failed: ${message}`, {
    hint: remedyFor(message, { defect }),
  });
}

function remedyFor(message: string, { defect }: { defect: boolean }): string | undefined {
  // What PgBouncer says of a start-up that sets a search_path.
  if (/unsupported startup parameter/u.test(message)) return directUrl;
  return defect
    ? "This is a fault of drizzle-kit's; leaving the object that it trips over out of `schemas` may avoid it."
    : undefined;
}

/** Credentials for the relay: what drizzle-kit takes as `dbCredentials`. */
export function relayCredentials(
  relay: Pick<Relay, "host" | "port">,
  settings: ConnectionSettings,
): Record<string, unknown> {
  return {
    host: relay.host,
    port: relay.port,
    user: settings.user,
    database: settings.database,
    // The relay encrypts; without this drizzle-kit asks for TLS.
    ssl: false,
    ...(settings.password === undefined || settings.password === ""
      ? {}
      : { password: settings.password }),
  };
}

/** drizzle-kit's reason in one line: the one it swallowed, else what it said. */
async function explain(
  cause: string,
  printed: string,
): Promise<{ message: string; defect: boolean }> {
  try {
    return JSON.parse(await readFile(cause, "utf8")) as { message: string; defect: boolean };
  } catch {
    // It gave no reason that could be noted.
  }
  const line = printed
    .split("\n")
    .map((text) => text.trim())
    .find((text) => text !== "" && !text.startsWith("at ") && !text.startsWith("{"));
  return { message: line ?? "it gave no reason", defect: false };
}

async function readParts(run: KitRun): Promise<KitOutput> {
  run.options.onPulled?.();
  const parts: KitPart[] = [];
  for (const part of run.options.parts.keys()) parts.push(await readPart(run, part));
  return { drizzleKit: run.child.kit.version, parts };
}

async function readPart({ child: { folder, kit } }: KitRun, part: number): Promise<KitPart> {
  const out = join(folder, partFolder(part));
  const folders = await readdir(out).catch(() => []);
  const schemaFile = join(out, "schema.ts");
  for (const name of folders) {
    const snapshotFile = join(out, name, "snapshot.json");
    if (!(await exists(snapshotFile)) || !(await exists(schemaFile))) continue;
    return {
      schema: await readFile(schemaFile, "utf8"),
      snapshot: await readFile(snapshotFile, "utf8"),
    };
  }
  throw new PullError(
    "KIT_OUTPUT",
    `drizzle-kit ${kit.version} pull ended without an error but wrote ${(await exists(schemaFile)) ? "no snapshot" : "no schema.ts"}.`,
    { hint: `Check the installation of drizzle-kit; dbfirst needs its pinned version.` },
  );
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
