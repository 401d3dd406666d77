import type { Client } from "./find-client.ts";
import { streamClient, type StreamedClient } from "./run-client.ts";

export interface DumpScriptOptions {
  client: Client;
  file: string;
  /** Leave out who owns what: it will be whoever restores it. */
  noOwner: boolean;
  /** Leave out what roles may do. */
  noPrivileges: boolean;
  /** The program's whole environment. */
  env: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** A dump as a script in psql's language, in one transaction of its own. No database is asked. */
export function dumpAsScript(options: DumpScriptOptions): StreamedClient {
  const { client, file, noOwner, noPrivileges, env, signal } = options;
  return streamClient(client.path, {
    arguments: [
      "--single-transaction",
      ...(noOwner ? ["--no-owner"] : []),
      ...(noPrivileges ? ["--no-privileges"] : []),
      "--file=-",
      file,
    ],
    env,
    signal,
  });
}
