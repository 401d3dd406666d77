/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program needs to run at all, on Unix and on Windows. */
const needed = new Set([
  "PATH",
  "HOME",
  "TMPDIR",
  "TMP",
  "TEMP",
  "SYSTEMROOT",
  "WINDIR",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "NODE_PATH",
]);

/**
 * The environment for a child process of ours that talks to the database through the relay: nothing in it names
 * another database or changes what the server prints.
 */
export function childEnvironment(env: Environment): Record<string, string> {
  const kept: Record<string, string> = { TZ: "UTC", NO_COLOR: "1" };
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && needed.has(name.toUpperCase())) kept[name] = value;
  }
  return kept;
}
