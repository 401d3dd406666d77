import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PullError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { childEnvironment, type Environment } from "./child-environment.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";
import { partConfig, partFolder, programSource } from "./kit-program.ts";
import { preloadSource } from "./preload.ts";
import { openRelay, type Relay } from "../postgres/relay/relay.ts";
import { scopeQuery, type Scope } from "./scope-query.ts";
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
  /** The environment of the command; the child gets what it needs of it and no connection settings. */
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Another drizzle-kit than the pinned one. */
  drizzleKit?: DrizzleKit | undefined;
}

/**
 * Runs drizzle-kit's pull in a folder of its own, which is removed whatever happens. Its word alone isn't trusted: the
 * files must be there.
 *
 * @throws PullError with drizzle-kit's reason; DatabaseError when the server can't be reached; the signal's reason.
 */
export async function runKitPull(options: KitPullOptions): Promise<KitOutput> {
  const kit = options.drizzleKit ?? (await locateDrizzleKit());
  const scratch = await mkdtemp(join(tmpdir(), "dbfirst-pull-"));
  let relay: Relay | undefined;
  try {
    await writeFile(join(scratch, "program.cjs"), programSource);
    await writeFile(join(scratch, "preload.cjs"), preloadSource);
    for (const part of options.parts.keys())
      await writeFile(join(scratch, `part-${part}.config.cjs`), partConfig(part));
    relay = await openRelay(options.settings, {
      folder: scratch,
      parameters: { ...pinnedSession, application_name: "dbfirst pull" },
      sessions: (database) => beginPart(Number(database), options),
      signal: options.signal,
    });
    const run: KitRun = { kit, scratch, relay, options, prototypeNames: false };
    const failure = await runOnce(run);
    if (failure !== undefined) {
      if (!/\.map is not a function/.test(failure.message)) throw failure;
      // A column is called `constructor` or the like.
      await forgetParts(run);
      const second = await runOnce({ ...run, prototypeNames: true });
      if (second !== undefined) throw second;
    }
    const parts: KitPart[] = [];
    for (const part of options.parts.keys()) parts.push(await readPart(run, part));
    return { drizzleKit: kit.version, parts };
  } finally {
    await relay?.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** How the queries of a part's session are changed. */
function beginPart(part: number, { parts, onPart }: KitPullOptions): (sql: string) => string {
  onPart?.(part);
  const scope = parts[part] ?? { only: [] };
  return (sql) => scopeQuery(sql, scope);
}

/** A second pull into a folder adds to it. */
async function forgetParts({ scratch, options }: KitRun): Promise<void> {
  for (const part of options.parts.keys())
    await rm(join(scratch, partFolder(part)), { recursive: true, force: true });
}

interface KitRun {
  kit: DrizzleKit;
  scratch: string;
  relay: Relay;
  options: KitPullOptions;
  prototypeNames: boolean;
}

async function runOnce(run: KitRun): Promise<PullError | undefined> {
  const { kit, scratch, relay, options } = run;
  const cause = join(scratch, run.prototypeNames ? "cause-2.json" : "cause.json");
  // Loaded when needed: a check never does.
  const { execa } = await import("execa");
  const result = await execa(
    process.execPath,
    ["--expose-gc", "--require", join(scratch, "preload.cjs"), join(scratch, "program.cjs")],
    {
      cwd: scratch,
      extendEnv: false,
      env: {
        ...childEnvironment(options.env),
        DBFIRST_KIT: kit.library,
        DBFIRST_PARTS: String(options.parts.length),
        DBFIRST_CREDENTIALS: JSON.stringify(relayCredentials(relay, options.settings)),
        DBFIRST_SCHEMAS: JSON.stringify(options.schemaFilter),
        DBFIRST_CAUSE: cause,
        ...(run.prototypeNames ? { DBFIRST_PROTOTYPE_NAMES: "1" } : {}),
      },
      stdin: "ignore",
      reject: false,
      timeout: options.timeoutSeconds * 1000,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      forceKillAfterDelay: 2000,
    },
  );
  options.signal?.throwIfAborted();
  const towardsServer = relay.failure();
  if (result.exitCode === 0) return undefined;
  if (towardsServer !== undefined) throw towardsServer;
  if (result.timedOut) {
    return new PullError(
      "KIT_TIMEOUT",
      `drizzle-kit pull took longer than ${options.timeoutSeconds} s.`,
      {
        hint: "--pull-timeout SECONDS waits longer.",
      },
    );
  }
  const { message, defect } = await explain({
    cause,
    stdout: result.stdout,
    stderr: result.stderr,
  });
  return new PullError("KIT_FAILED", `drizzle-kit ${kit.version} pull failed: ${message}`, {
    hint: defect
      ? "This is a fault of drizzle-kit's; leaving the object that it trips over out of `schemas` may avoid it."
      : undefined,
  });
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

/** drizzle-kit's reason in one line: the one it swallowed, else what it printed. */
async function explain(failed: {
  cause: string;
  stdout: string;
  stderr: string;
}): Promise<{ message: string; defect: boolean }> {
  try {
    return JSON.parse(await readFile(failed.cause, "utf8")) as { message: string; defect: boolean };
  } catch {
    // It gave no reason that could be noted.
  }
  const line = `${failed.stderr}\n${failed.stdout}`
    .split("\n")
    .map((text) => text.trim())
    .find((text) => text !== "" && !text.startsWith("at ") && !text.startsWith("{"));
  return { message: line ?? "it gave no reason", defect: false };
}

async function readPart({ scratch, kit }: KitRun, part: number): Promise<KitPart> {
  const out = join(scratch, partFolder(part));
  const folders = await readdir(out).catch(() => []);
  const schemaFile = join(out, "schema.ts");
  for (const folder of folders) {
    const snapshotFile = join(out, folder, "snapshot.json");
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
