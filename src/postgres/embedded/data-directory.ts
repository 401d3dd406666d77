import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { quoteIdentifier, quoteLiteral } from "../quote.ts";
import type { Binaries } from "./binaries.ts";
import { copyTreeNow } from "./copy-tree.ts";
import { serverIdentity } from "./identity.ts";
import { runProgram } from "./run-program.ts";
import { scramVerifier } from "./scram.ts";
import { superuser } from "./template.ts";

/** How one may connect: by password over loopback, or freely through a socket in a folder that only we can enter. */
export type Access = "password" | "socket";

/** Makes a data directory from a template. */
export function createDataDirectory(template: string, folder: string, access: Access): void {
  copyTreeNow(template, folder, serverIdentity());
  const rules =
    access === "socket"
      ? ["local all all trust"]
      : [
          "local all all scram-sha-256",
          "host all all 127.0.0.1/32 scram-sha-256",
          "host all all ::1/128 scram-sha-256",
        ];
  // Written into the copy, whose owner keeps it.
  writeFileSync(join(folder, "pg_hba.conf"), `${rules.join("\n")}\n`);
}

/**
 * Sets the superuser's password, and makes a database, in a data directory whose server isn't running. The server is run
 * alone on its standard input, so that it never listens with a password that isn't set; it is told only the verifier.
 */
export async function setPassword(
  binaries: Binaries,
  folder: string,
  {
    password,
    database,
    durable,
    signal,
  }: {
    password: string;
    database?: string;
    /** Whether it must survive a power failure from here on; false for what is thrown away or synced afterwards. */
    durable: boolean;
    signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const verifier = quoteLiteral(scramVerifier(password));
  const statements = [`ALTER ROLE ${quoteIdentifier(superuser)} PASSWORD ${verifier}`];
  if (database !== undefined) statements.push(`CREATE DATABASE ${quoteIdentifier(database)}`);
  await runProgram(binaries, "postgres", {
    arguments: [
      "--single",
      "-D",
      folder,
      "-c",
      `fsync=${durable ? "on" : "off"}`,
      "-c",
      "log_min_messages=fatal",
      "postgres",
    ],
    input: `${statements.join("\n")}\n`,
    signal,
  });
}

/** Makes sure that a data directory that was made without fsync is on the disk. */
export async function syncDataDirectory(
  binaries: Binaries,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await runProgram(binaries, "initdb", {
    arguments: ["--sync-only", `--pgdata=${folder}`],
    signal,
  });
}
