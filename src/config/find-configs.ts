import { lstatSync } from "node:fs";
import { join } from "node:path";

/** Where a configuration is looked for. */
export interface ConfigPlace {
  directory: string;
  /** A dbfirst.config file by name, for `--config`; undefined: the usual names. */
  configFile?: string | undefined;
}

const dbfirstConfigs = [
  "dbfirst.config.ts",
  "dbfirst.config.mts",
  "dbfirst.config.cts",
  "dbfirst.config.js",
  "dbfirst.config.mjs",
  "dbfirst.config.cjs",
];

/** The names that drizzle-kit looks for. */
const drizzleConfigs = ["drizzle.config.ts", "drizzle.config.js", "drizzle.config.json"];

/** The files that a project's configuration is looked for in. */
export function configFiles(named: string | undefined): string[] {
  return [...(named === undefined ? dbfirstConfigs : [named]), ...drizzleConfigs];
}

/** The project's drizzle.config, by its name; undefined where there is none. */
export function findDrizzleConfig(directory: string): string | undefined {
  return findConfig(directory, drizzleConfigs);
}

/** The project's dbfirst.config, by its name; undefined where there is none. */
export function findDbfirstConfig(directory: string): string | undefined {
  return findConfig(directory, dbfirstConfigs);
}

/** Files of the project that look like its configuration and aren't read, because the one before them in the usual order is. */
export function overlookedConfigs({
  directory,
  configFile,
}: ConfigPlace): { file: string; read: string }[] {
  const usual = configFile === undefined ? [dbfirstConfigs, drizzleConfigs] : [drizzleConfigs];
  return usual.flatMap((names) => {
    const [read, ...others] = names.filter((file) => isThere(join(directory, file)));
    return read === undefined ? [] : others.map((file) => ({ file, read }));
  });
}

function findConfig(directory: string, names: readonly string[]): string | undefined {
  return names.find((file) => isThere(join(directory, file)));
}

/** A link that leads nowhere is there, too: it was meant to be read, and reading it says so. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
