import { execa } from "execa";

import { DbfirstError } from "../../errors.ts";

/** The psql that is installed. */
export interface InstalledPsql {
  /** `15.18` */
  version: string;
  /** What is known to be wrong with this version; undefined: nothing. */
  warning: string | undefined;
}

/**
 * The first minor versions without the holes through which a hostile dump runs shell commands: CVE-2025-8714 and
 * CVE-2025-8715, and, in the \restrict that closed them, CVE-2026-18408.
 */
const REPAIRED: Readonly<Record<number, number>> = { 14: 24, 15: 19, 16: 15, 17: 11, 18: 6 };
const RESTRICTS: Readonly<Record<number, number>> = {
  13: 22,
  14: 19,
  15: 14,
  16: 10,
  17: 6,
  18: 0,
};

/**
 * Finds psql on the PATH and asks it for its version.
 *
 * @throws DbfirstError PSQL_MISSING, PSQL_UNUSABLE.
 */
export async function findPsql(
  env: Readonly<Record<string, string | undefined>>,
): Promise<InstalledPsql> {
  const result = await execa("psql", ["--version"], {
    env: { ...env },
    extendEnv: false,
    reject: false,
    timeout: 10_000,
  });
  if (result.code === "ENOENT")
    throw new DbfirstError("PSQL_MISSING", "There is no psql on the PATH", {
      hint: "Install PostgreSQL's client (Debian and Ubuntu: apt-get install postgresql-client; macOS: brew install libpq, and put its bin folder on the PATH), or use the built-in executor.",
    });
  const version = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(result.stdout)?.[1];
  if (version === undefined) {
    const said = [result.stdout, result.stderr].join(" ").trim() || result.shortMessage;
    throw new DbfirstError("PSQL_UNUSABLE", `psql --version doesn't say its version: ${said}`, {
      hint: "Is the first psql on the PATH PostgreSQL's?",
    });
  }
  return { version, warning: warningFor(version) };
}

/** What to say about a version of psql; undefined for one without known holes. */
export function warningFor(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 18 || minor >= (REPAIRED[major] ?? Number.POSITIVE_INFINITY)) return undefined;
  const holes =
    minor >= (RESTRICTS[major] ?? Number.POSITIVE_INFINITY)
      ? "CVE-2026-18408"
      : "CVE-2025-8714, CVE-2025-8715, CVE-2026-18408";
  const fixed = REPAIRED[major];
  const remedy = fixed === undefined ? "a newer major version" : `${major}.${fixed} or later`;
  return `psql ${version} lets a hostile dump run shell commands (${holes}); install ${remedy}, or use the built-in executor`;
}
