import { UsageError } from "../../errors.ts";
import {
  isConnectionString,
  parseConnectionString,
} from "../../postgres/conninfo/connection-string.ts";
import { localeEncoding } from "../../postgres/conninfo/locale-encoding.ts";
import type { Surroundings } from "../../postgres/conninfo/surroundings.ts";
import { ConnectionLostError } from "../execute/run-statement.ts";
import { runOwnCommand } from "../execute/own-command.ts";
import { connectSession } from "../connect/connect-session.ts";
import { FailedConnectionError } from "../connect/connection-failure.ts";
import { changedConnection, connectionIn, optionsOf } from "../connect/connection-options.ts";
import { demandServer } from "../permissions.ts";
import type { Session } from "../state.ts";
import { type Bytes, fromBytes, toBytes } from "../text/bytes.ts";
import { parseBoolean } from "../variables.ts";
import type { ArgumentReader } from "./arguments.ts";
import { argument, type Command, type CommandContext, type Outcome } from "./command.ts";
import { type ConnectionSettings, isSocketFolder } from "../../postgres/settings.ts";
import type { Connection } from "../../postgres/wire/connection.ts";

const connect: Command = { run: reconnect };

/** \connect, \conninfo, \encoding. */
export const connectionCommands: Record<string, Command> = {
  c: connect,
  connect,
  conninfo: {
    skips: "nothing",
    run({ session }) {
      const { settings } = session;
      session.stdout.write(
        session.connection === undefined
          ? "You are currently not connected to a database.\n"
          : `You are connected to ${describe(settings)} ${describeServer(settings, session.connection)}.\n`,
      );
      const encryption = session.connection?.encryption;
      if (encryption !== undefined)
        session.stdout.write(
          `SSL connection (protocol: ${encryption.protocol}, cipher: ${encryption.cipher}, compression: off)\n`,
        );
      return "done";
    },
  },
  encoding: {
    async run(context): Promise<Outcome> {
      const { session } = context;
      const name = argument(context);
      if (name === undefined) {
        session.stdout.write(`${session.encoding}\n`);
        return "done";
      }
      const wanted = name === "auto" ? localeEncoding(session.env) : name;
      const quoted = `'${wanted.replaceAll("'", "''")}'`;
      const { error } = await runOwnCommand(session, `set client_encoding to ${quoted}`);
      if (error !== undefined)
        session.reporter.error(`${name}: invalid encoding name or conversion procedure not found`);
      else session.trackEncoding();
      return "done";
    },
  },
};

async function reconnect(context: CommandContext): Promise<Outcome> {
  const { session } = context;
  if (session.strict) {
    session.reporter.error(
      `\\${context.name} isn't possible in a migration: it would leave its session`,
    );
    return "error";
  }
  const before = session.settings;
  let next: ConnectionSettings | Bytes;
  try {
    const hasConnection = session.connection !== undefined;
    const warn = (text: string): void => session.reporter.write(toBytes(`${text}\n`));
    const { env } = session;
    const folder = fromBytes(session.cwd);
    next = readConnectTarget(context.reader, before, { hasConnection, env, warn, folder });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // A string that can't be read is a connection that can't be made.
    session.reporter.error(toBytes(error.message));
    await disconnect(session);
    return "error";
  }
  if (typeof next === "string") {
    session.reporter.error(next);
    return "error";
  }
  for (const server of next.servers ?? [next])
    demandServer(session.permissions, server, before.servers ?? [before]);
  return (await switchTo(session, next)) ? "done" : "error";
}

/**
 * Reads \connect's arguments: the connection that they name, or what is wrong with them. What they leave out is as it was
 * before; what a connection string leaves out is as in the environment, unless -reuse-previous says otherwise.
 * @throws UsageError for a connection string that can't be read, and for options that can't be.
 */
export function readConnectTarget(
  reader: ArgumentReader,
  before: ConnectionSettings,
  { hasConnection, ...around }: Surroundings & { hasConnection: boolean },
): ConnectionSettings | Bytes {
  let first = connectArgument(reader);
  let reuse: boolean | undefined;
  if (first?.startsWith(REUSE) === true) {
    const value = first.slice(REUSE.length);
    reuse = parseBoolean(value);
    if (reuse === undefined)
      return `unrecognized value "${value}" for "-reuse-previous": Boolean expected`;
    first = connectArgument(reader);
  }
  const [user, host, port] = [
    connectArgument(reader),
    connectArgument(reader),
    connectArgument(reader),
  ];
  const isString = first !== undefined && isConnectionString(first);
  if (isString && (user ?? host ?? port) !== undefined)
    return "Do not give user, host, or port separately when using a connection string";
  const reuses = reuse ?? !isString;
  // A script whose \\connect failed can't come back to where it was by leaving something out.
  if (!hasConnection && reuses) return "No database connection exists to re-use parameters from";
  const changes = isString
    ? parseConnectionString(fromBytes(first ?? ""))
    : given({ user, host, port, dbname: first });
  if (changes.has("fallback_application_name")) changes.set("fallback_application_name", "psql");
  try {
    return reuses
      ? changedConnection(before, withoutStale(changes, before, { isString }), around)
      : connectionIn(withoutEmpty(changes), around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`\\connect: ${error.message}`);
  }
}

const REUSE = "-reuse-previous=";

function connectArgument(reader: ArgumentReader): Bytes | undefined {
  const read = reader.next("identifier", { semicolon: true });
  if (read === undefined) return undefined;
  return read.quote === "" && /^-?$/.test(read.text) ? undefined : read.text;
}

function given(parts: Readonly<Record<string, Bytes | undefined>>): Map<string, string> {
  const named = Object.entries(parts).filter(
    (part): part is [string, Bytes] => part[1] !== undefined,
  );
  return new Map(named.map(([keyword, value]) => [keyword, fromBytes(value)]));
}

function withoutEmpty(options: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...options].filter(([, value]) => value !== ""));
}

/** A password is for one user of one server, and an address for one host: others take neither with them. */
function withoutStale(
  changes: ReadonlyMap<string, string>,
  before: ConnectionSettings,
  { isString }: { isString: boolean },
): Map<string, string | undefined> {
  const old = optionsOf(before);
  const isNew = (keyword: string): boolean =>
    changes.has(keyword) && changes.get(keyword) !== old.get(keyword);
  const result = new Map<string, string | undefined>(changes);
  if (["user", "host", "hostaddr", "port"].some(isNew) && !changes.has("password"))
    result.set("password", undefined);
  if (!isString && isNew("host")) result.set("hostaddr", undefined);
  return result;
}

/** Opens the new connection, then closes the old one; a script whose \connect fails has none any more. */
async function switchTo(session: Session, next: ConnectionSettings): Promise<boolean> {
  const old = session.connection;
  const before = session.settings;
  try {
    await connectSession(session, next);
  } catch (error) {
    if (!(error instanceof FailedConnectionError)) throw error;
    session.reporter.error(`\\connect: ${error.text}`);
    await disconnect(session);
    return false;
  }
  await old?.close();
  if (session.connection === undefined) throw new ConnectionLostError("no connection");
  if (!session.switches.quiet) {
    const { settings } = session;
    const moved =
      old === undefined || before.host !== settings.host || before.port !== settings.port;
    session.stdout.write(
      `You are now connected to ${describe(settings)}${moved ? ` ${describeServer(settings, session.connection)}` : ""}.\n`,
    );
  }
  return true;
}

/** What a \connect that fails leaves behind in a script. */
async function disconnect(session: Session): Promise<void> {
  const old = session.connection;
  session.connection = undefined;
  await old?.close();
  session.syncVariables();
}

function describe(settings: ConnectionSettings): Bytes {
  return `database "${toBytes(settings.database)}" as user "${toBytes(settings.user)}"`;
}

function describeServer({ host, port }: ConnectionSettings, connection: Connection): Bytes {
  const address = connection.remoteAddress;
  const resolved = address === undefined || address === host ? "" : ` (address "${address}")`;
  const place = isSocketFolder(host)
    ? address === undefined
      ? `via socket in "${toBytes(host)}"`
      : `on address "${address}"`
    : `on host "${toBytes(host)}"${resolved}`;
  return `${place} at port "${port}"`;
}
