import { localeEncoding } from "../../postgres/conninfo/locale-encoding.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";

interface Ends {
  stdin: object;
  stdout: object;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * At a terminal psql asks for the encoding of the terminal's locale, whatever a connection string says, unless
 * PGCLIENTENCODING is set.
 */
export function inTerminalsEncoding(settings: ConnectionSettings, ends: Ends): ConnectionSettings {
  // Standard input last: a process makes it when it is asked for.
  const hasTerminal = isTerminal(ends.stdout) && isTerminal(ends.stdin);
  if (!hasTerminal || ends.env["PGCLIENTENCODING"] !== undefined) return settings;
  const { parameters, conninfo } = settings;
  return {
    ...settings,
    parameters: { ...parameters, client_encoding: localeEncoding(ends.env) },
    // \connect goes on from these.
    conninfo: conninfo && new Map([...conninfo, ["client_encoding", "auto"]]),
  };
}

function isTerminal(stream: object): boolean {
  return "isTTY" in stream && stream.isTTY === true;
}
