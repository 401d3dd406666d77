import { connectionLost, toDatabaseError } from "./failure.ts";
import type { ConnectionSettings } from "./settings.ts";
import { cancel, connect, RefusedError } from "./wire/connect.ts";
import type { Connection } from "./wire/connection.ts";
import type { Field, Row } from "./wire/responses.ts";

/** A row by its columns' names: booleans, whole numbers up to int4, JSON and times as such, all else as text. */
export type ReadRow = Record<string, unknown>;

/**
 * A session that asks and reads, and nothing else: no parameters, no COPY. Each Query leaves at once, before those ahead
 * of it are answered, so that what doesn't depend on an answer costs a distant server one round trip altogether.
 */
export interface ReadingSession {
  /**
   * Sends one Query of one or more statements; gives a list of rows for each of them that returns rows.
   *
   * @throws DatabaseError; the signal's reason when aborted.
   */
  query: (sql: string) => Promise<ReadRow[][]>;
  /** Says goodbye. Doesn't wait for the server to hang up, which takes a round trip. */
  end: () => void;
}

export interface ReadingSessionOptions {
  /** What pg_stat_activity shows. */
  applicationName: string;
  /** Cancels what runs and breaks the connection off. */
  signal?: AbortSignal | undefined;
}

/**
 * Opens a session with nothing but the protocol itself: loading the driver takes longer than a small catalog takes to read.
 *
 * @throws DatabaseError with a remedy; the signal's reason when aborted.
 */
export async function openReadingSession(
  settings: ConnectionSettings,
  { applicationName, signal }: ReadingSessionOptions,
): Promise<ReadingSession> {
  const connection = await translated(settings, signal, () =>
    connect(
      { ...settings, parameters: { ...settings.parameters, client_encoding: "UTF8" } },
      { applicationName, signal, onNotice: () => undefined },
    ),
  );
  const abort = () => void cancelAndClose(settings, connection);
  signal?.addEventListener("abort", abort, { once: true });
  let before: Promise<unknown> = Promise.resolve();
  return {
    query: (sql) => {
      connection.query(Buffer.from(sql, "utf8").toString("latin1"));
      const answer = before.then(() =>
        translated(settings, signal, () => readAnswer(connection, settings)),
      );
      before = answer.catch(() => undefined);
      return answer;
    },
    end: () => {
      signal?.removeEventListener("abort", abort);
      void connection.close();
    },
  };
}

async function translated<T>(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw toDatabaseError(error, settings);
  }
}

/** Asks the server to stop what it would otherwise go on with, as long as that can be done in a second. */
async function cancelAndClose(settings: ConnectionSettings, connection: Connection): Promise<void> {
  try {
    await cancel(settings, connection, AbortSignal.timeout(1000));
  } catch {
    // The server can't be reached any more: closing is all that is left.
  }
  connection.destroy();
}

/** Everything that one Query gives, up to its end; the first of its errors counts. */
async function readAnswer(
  connection: Connection,
  settings: ConnectionSettings,
): Promise<ReadRow[][]> {
  const lists: ReadRow[][] = [];
  let failure: Error | undefined;
  for (;;) {
    const result = await connection.nextResult();
    if (result === undefined) break;
    if (result.kind === "rows") lists.push(readRows(result.fields, result.rows));
    else if (result.kind === "error")
      failure ??=
        result.diagnostic === undefined
          ? connectionLost(settings, undefined)
          : new RefusedError(result.diagnostic);
  }
  if (failure !== undefined) throw failure;
  if (connection.status === "lost") throw connectionLost(settings, undefined);
  return lists;
}

function readRows(fields: readonly Field[], rows: readonly Row[]): ReadRow[] {
  const columns = fields.map(({ name, type }) => ({ name, read: readers[type] ?? decode }));
  return rows.map((row) => {
    const read: ReadRow = {};
    for (const [index, column] of columns.entries()) {
      const bytes = row[index] ?? null;
      read[column.name] = bytes === null ? null : column.read(bytes);
    }
    return read;
  });
}

const json = (bytes: string): unknown => JSON.parse(decode(bytes));
const time = (bytes: string): Date => new Date(bytes);

/** By the OIDs of bool, int2, int4, oid, json, jsonb, timestamp and timestamptz. */
const readers: Readonly<Record<number, (bytes: string) => unknown>> = {
  16: (bytes) => bytes === "t",
  21: Number,
  23: Number,
  26: Number,
  114: json,
  3802: json,
  1114: time,
  1184: time,
};

/** Every character of what the protocol client gives is a byte. */
function decode(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}
