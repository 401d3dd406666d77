import { isIP } from "node:net";

import { DatabaseError } from "../../errors.ts";
import { demandIntegers } from "../../postgres/conninfo/demand-integers.ts";
import { roundsOf, serversOf, unsuitable } from "../../postgres/servers.ts";
import { type ConnectionSettings, usesSocket } from "../../postgres/settings.ts";
import { connect } from "../../postgres/wire/connect.ts";
import type { Connection } from "../../postgres/wire/connection.ts";
import { Failures } from "./connection-failure.ts";
import type { Session } from "../state.ts";

export interface SessionConnectOptions {
  applicationName?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Connects the session to the first server and address that will do, as libpq does; it keeps the name that the
 * application goes by.
 *
 * @throws FailedConnectionError with what libpq says of each attempt.
 */
export async function connectSession(
  session: Session,
  settings: ConnectionSettings,
  options: SessionConnectOptions = {},
): Promise<void> {
  const { connection, server } = await firstConnection(settings, (one, onRefusal) =>
    connect(one, {
      onRefusal,
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

/** `onRefusal` is called for each way that failed, with TLS and without. */
type Open = (
  server: ConnectionSettings,
  onRefusal: (error: unknown) => void,
) => Promise<Connection>;

interface Found {
  connection: Connection;
  /** As it was given, without the address that its name was resolved to. */
  server: ConnectionSettings;
}

async function firstConnection(settings: ConnectionSettings, open: Open): Promise<Found> {
  const failures = new Failures();
  const servers = serversOf(settings);
  for (const sessionAttributes of roundsOf(settings))
    for (const server of servers) {
      const connection = await tryServer({ ...server, sessionAttributes }, open, failures);
      if (connection !== undefined) return { connection, server };
    }
  throw failures.asError();
}

/** Undefined: the next server is to be tried. */
async function tryServer(
  server: ConnectionSettings,
  open: Open,
  failures: Failures,
): Promise<Connection | undefined> {
  let addresses: (string | undefined)[];
  try {
    addresses = await addressesOf(server);
  } catch (error) {
    failures.add(error, { server, address: undefined });
    return undefined;
  }
  for (const address of addresses) {
    const refusals: unknown[] = [];
    try {
      demandIntegers(server);
      const connection = await open({ ...server, address }, (error) => refusals.push(error));
      const misfit = unsuitable(server.sessionAttributes, stateOf(connection));
      if (misfit === undefined) return connection;
      await connection.close();
      failures.add(new DatabaseError("SERVER_UNSUITABLE", misfit), { server, address });
      return undefined;
    } catch (error) {
      failures.add(error, { server, address, refusals });
    }
  }
  return undefined;
}

/** A hostaddr that is a name. */
class NoAddressError extends Error {
  override readonly name = "NoAddressError";
  readonly code = "ENOTFOUND";
  constructor(address: string) {
    super(`${JSON.stringify(address)} is no network address`);
  }
}

/** What the server's name stands for, in the system's order. Undefined: it says by itself where the server is. */
async function addressesOf(server: ConnectionSettings): Promise<(string | undefined)[]> {
  const { address, host } = server;
  if (usesSocket(server) || isIP(address ?? host) !== 0) return [address];
  if (address !== undefined) throw new NoAddressError(address);
  // Loaded where a name has to be looked up: Node's DNS reads the system's configuration at once.
  const { addressesOfName } = await import("./name-addresses.ts");
  return addressesOfName(host);
}

function stateOf({ parameters }: Connection): { isReadOnly: boolean; isStandby: boolean } {
  return {
    isReadOnly: parameters.get("default_transaction_read_only") === "on",
    isStandby: parameters.get("in_hot_standby") === "on",
  };
}
