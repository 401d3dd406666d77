import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { PullError } from "../../errors.ts";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import { openRelay, type Relay } from "../../postgres/relay/relay.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { childEnvironment, type Environment } from "../kit/child-environment.ts";
import { relayCredentials, type KitPart } from "../kit/drizzle-kit.ts";
import type { DrizzleKit } from "../kit/locate.ts";
import { pinnedSession } from "../kit/session.ts";

export interface OldPullOptions {
  settings: ConnectionSettings;
  drizzleKit: DrizzleKit;
  /** The schemas to read, by their bare names: drizzle-kit 0.31 knows no globs for them. */
  schemas: readonly string[];
  /** The environment of the command; the child gets what it needs of it and no connection settings. */
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs `drizzle-kit pull` of 0.31 in a folder of its own, which is removed whatever happens. It exits with 0 also where
 * it failed: what counts is that the files are there.
 *
 * @throws PullError with drizzle-kit's reason; DatabaseError when the server can't be reached; the signal's reason.
 */
export async function runOldPull(options: OldPullOptions): Promise<KitPart> {
  const folder = scratchFolder("pull");
  let relay: Relay | undefined;
  try {
    relay = await openRelay(options.settings, {
      folder,
      parameters: { ...pinnedSession, application_name: "dbfirst pull" },
      signal: options.signal,
    });
    const config = join(folder, "drizzle.config.cjs");
    await writeFile(config, configText);
    const printed = await run(config, folder, relay, options);
    const failure = relay.failure();
    if (failure !== undefined) throw failure;
    return await readFiles(join(folder, "out"), printed, options.drizzleKit);
  } finally {
    await relay?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The password is in the environment, not in this file. */
const configText = `module.exports = {
  dialect: "postgresql",
  out: "./out",
  dbCredentials: JSON.parse(process.env.DBFIRST_CREDENTIALS),
  schemaFilter: JSON.parse(process.env.DBFIRST_SCHEMAS),
  introspect: { casing: "preserve" },
};
`;

async function run(
  config: string,
  folder: string,
  relay: Relay,
  { drizzleKit, settings, schemas, env, timeoutSeconds, signal }: OldPullOptions,
): Promise<string> {
  const { execa } = await import("execa");
  const result = await execa(process.execPath, [drizzleKit.script, "pull", "--config", config], {
    cwd: folder,
    extendEnv: false,
    env: {
      ...childEnvironment(env),
      DBFIRST_CREDENTIALS: JSON.stringify(relayCredentials(relay, settings)),
      DBFIRST_SCHEMAS: JSON.stringify(schemas),
    },
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: timeoutSeconds * 1000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    forceKillAfterDelay: 2000,
  });
  signal?.throwIfAborted();
  if (!result.timedOut) return result.all;
  throw new PullError("KIT_TIMEOUT", `drizzle-kit pull took longer than ${timeoutSeconds} s.`, {
    hint: "--pull-timeout SECONDS waits longer.",
  });
}

async function readFiles(out: string, printed: string, kit: DrizzleKit): Promise<KitPart> {
  try {
    return {
      schema: await readFile(join(out, "schema.ts"), "utf8"),
      snapshot: await readFile(join(out, "meta", "0000_snapshot.json"), "utf8"),
    };
  } catch (error) {
    throw new PullError(
      "KIT_FAILED",
      `drizzle-kit ${kit.version} pull failed: ${reasonIn(printed)}`,
      {
        hint: 'With pull.engine "pinned", the drizzle-kit that dbfirst brings reads the database.',
        cause: error,
      },
    );
  }
}

/** The first line that is an error's, in what it printed between the lines that say how far it is. */
function reasonIn(printed: string): string {
  const lines = stripVTControlCharacters(printed)
    .split(/[\r\n]+/)
    .map((line) => line.trim());
  const told = lines.filter((line) => line !== "" && !/^(?:\[.\]|at )/u.test(line));
  const error = told.find((line) => /^\w*error\b/i.test(line));
  return (error ?? told.at(-1) ?? "it gave no reason").slice(0, 1000);
}
