import { UsageError } from "../errors.ts";
import type { ConnectionSettings, Target } from "../postgres/settings.ts";
import { withPassword } from "../postgres/look-up.ts";
import { parseUrl, settingsFromFields, type Surroundings } from "../postgres/url.ts";

export interface TargetChoices {
  /** `--url`. */
  url: string | undefined;
  /** `DATABASE_URL`. */
  databaseUrl: string | undefined;
  /** dbCredentials of drizzle.config.ts. */
  credentials: Readonly<Record<string, unknown>> | undefined;
  /** The URL of the embedded database, where it is running: drizzle.config.ts may well read it from there. */
  embeddedUrl: string | undefined;
  /** Where services, and passwords that aren't given, are looked up. */
  around: Surroundings;
}

/**
 * Which database was named: `--url`, else DATABASE_URL, else drizzle.config.ts. Undefined: none, so the embedded one.
 *
 * @throws UsageError when the one that counts can't be understood.
 */
export function chooseTarget(choices: TargetChoices): Target | undefined {
  const { around } = choices;
  if (choices.url !== undefined) return read(choices.url, "--url", around);
  if (choices.databaseUrl === "") {
    // An unset secret of a CI job looks like this; another database than the one that was meant would be checked.
    throw new UsageError("DATABASE_URL is set, but empty", {
      hint: "Set it to the database's URL, or unset it to use drizzle.config.ts or the embedded database.",
    });
  }
  if (choices.databaseUrl !== undefined) return read(choices.databaseUrl, "DATABASE_URL", around);
  const settings = fromCredentials(choices.credentials, around);
  if (settings === undefined) return undefined;
  if (choices.embeddedUrl !== undefined && isSameDatabase(settings, parseUrl(choices.embeddedUrl)))
    return undefined;
  return { settings, origin: "drizzle.config.ts" };
}

function read(url: string, origin: Target["origin"], around: Surroundings): Target {
  return { settings: readUrl(url, origin, around), origin };
}

/** @throws UsageError that says where the URL stands. */
export function readUrl(url: string, origin: string, around?: Surroundings): ConnectionSettings {
  try {
    return parseUrl(url, around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, hint, cause } = error;
    throw new UsageError(`${origin}: ${message}`, { hint, cause });
  }
}

function fromCredentials(
  credentials: Readonly<Record<string, unknown>> | undefined,
  around: Surroundings,
): ConnectionSettings | undefined {
  if (credentials === undefined) return undefined;
  const { url, host } = credentials;
  if (typeof url === "string" && url !== "") return read(url, "drizzle.config.ts", around).settings;
  if (typeof host === "string" && host !== "")
    return withPassword(settingsFromFields(credentials), around);
  // `dbCredentials: { url: process.env.DATABASE_URL! }` without that variable: none is named.
  if (
    Object.values(credentials).every(
      (value) => value === undefined || value === "" || value === false,
    )
  ) {
    return undefined;
  }
  throw new UsageError(
    "dbCredentials of drizzle.config.ts names no database: expected `url`, or `host` and the rest",
    {
      hint: "Write dbCredentials: { url: … }, or leave it out for the embedded database.",
    },
  );
}

function isSameDatabase(a: ConnectionSettings, b: ConnectionSettings): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database && a.user === b.user;
}
