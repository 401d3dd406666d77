import { type PsqlRelease, psqlRelease } from "../release.ts";

/** Milliseconds. */
const patience = 10_000;

/**
 * The release of the psql on the PATH, if that is a psql 15. Starts it, which takes hundredths of a second: on Debian, a script
 * in Perl looks for it first.
 */
export function installedRelease(
  env: Readonly<Record<string, string | undefined>>,
): PsqlRelease | undefined {
  // The system would look in folders of its own.
  if (!Object.keys(env).some((name) => /^path$/i.test(name))) return undefined;
  // Most scripts never ask, and loading it would make every start slower.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { stdout } = spawnSync("psql", ["--version"], {
    env: { ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: patience,
    windowsHide: true,
  });
  // Null where there is none.
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(stdout ?? "")?.[1];
  return version === undefined ? undefined : psqlRelease(version);
}
