import { lookup } from "node:dns";
import { isIP } from "node:net";
import { promisify } from "node:util";

import type { ConnectionSettings } from "../postgres/settings.ts";
import { usesSocket } from "../postgres/settings.ts";
import { roundsOf, serversOf, unsuitable } from "../postgres/servers.ts";
import { demandIntegers } from "../postgres/conninfo/demand-integers.ts";
import { connect, RefusedError } from "../postgres/wire/connect.ts";
import type { Connection } from "../postgres/wire/connection.ts";
import { FailedConnectionError, goesOnAfter, reasonOf } from "./connection-failure.ts";
import type { Session } from "./state.ts";

export interface SessionConnectOptions {
  applicationName?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Connects the session to the first server and address that will do, as libpq does; it keeps the name that the
 * application goes by.
 *
 * @throws FailedConnectionError with what libpq says of each attempt; the signal's reason.
 */
export async function connectSession(
  session: Session,
  settings: ConnectionSettings,
  options: SessionConnectOptions = {},
): Promise<void> {
  const { connection, server } = await firstConnection(settings, (one) =>
    connect(one, {
      applicationName: options.applicationName ?? "psql",
      signal: options.signal,
      onNotice: (diagnostic, query) => session.reporter.notice(diagnostic, query),
    }),
  );
  session.connection = connection;
  session.pipeline = undefined;
  session.settings = { ...server, sessionAttributes: settings.sessionAttributes };
  session.syncVariables();
}

interface Found {
  connection: Connection;
  /** As it was given, without the address that its name was resolved to. */
  server: ConnectionSettings;
}

async function firstConnection(
  settings: ConnectionSettings,
  open: (server: ConnectionSettings) => Promise<Connection>,
): Promise<Found> {
  const servers = serversOf(settings);
  const failures: string[] = [];
  let last: unknown;
  for (const wanted of roundsOf(settings)) {
    for (const server of servers) {
      try {
        for (const address of await addressesOf(server)) {
          try {
            demandIntegers(server);
            const connection = await open({ ...server, address });
            const misfit = unsuitable(wanted, stateOf(connection));
            if (misfit === undefined) return { connection, server };
            await connection.close();
            failures.push(reasonOf(new Error(misfit), { server, address }));
            break;
          } catch (error) {
            failures.push(reasonOf(error, { server, address }));
            // libpq then tries without application_name, which might be what the server doesn't know.
            if (error instanceof RefusedError && error.code === "42704")
              failures.push(reasonOf(error, { server, address }));
            last = error;
            if (!goesOnAfter(error)) throw error;
          }
        }
      } catch (error) {
        if (error !== last) failures.push(reasonOf(error, { server, address: undefined }));
        last = error;
        if (!goesOnAfter(error)) throw new FailedConnectionError(failures, server, error);
      }
    }
  }
  throw new FailedConnectionError(failures, servers[0] ?? settings, last);
}

/** A hostaddr that is a name. */
class NoAddressError extends Error {
  override readonly name = "NoAddressError";
  readonly code = "ENOTFOUND";
  constructor(address: string) {
    super(`${JSON.stringify(address)} is no network address`);
  }
}

const resolve = promisify(lookup);

/** What the server's name stands for, in the system's order. Undefined: it says by itself where the server is. */
async function addressesOf(server: ConnectionSettings): Promise<(string | undefined)[]> {
  const { address, host } = server;
  if (usesSocket(server) || isIP(address ?? host) !== 0) return [address];
  if (address !== undefined) throw new NoAddressError(address);
  const found = await resolve(host, { all: true, verbatim: true });
  return found.map((each) => each.address);
}

function stateOf({ parameters }: Connection): { isReadOnly: boolean; isStandby: boolean } {
  return {
    isReadOnly: parameters.get("default_transaction_read_only") === "on",
    isStandby: parameters.get("in_hot_standby") === "on",
  };
}
