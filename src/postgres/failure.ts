import { DatabaseError, DbfirstError } from "../errors.ts";
import { describeDatabase } from "./format-url.ts";
import type { ConnectionSettings } from "./settings.ts";
import { networkFailure } from "./network-failure.ts";
import { serverFailure } from "./server-failure.ts";

/** A known failure: a stable code, what happened, what to do. */
export interface KnownFailure {
  code: string;
  message: string;
  hint?: string;
}

/** The fields of an error report that both drivers hand over. */
export interface ServerReport {
  sqlstate: string;
  message: string;
  detail: string | undefined;
  /** The C function that reported it: the same in every language of the server's messages. */
  routine: string | undefined;
}

/**
 * Turns what a driver or socket threw into a DatabaseError with a stable code and a remedy.
 *
 * @returns the error itself if it is one of ours already.
 * @throws the error itself if it is no failure of the database or the connection, but a defect.
 */
export function toDatabaseError(error: unknown, settings: ConnectionSettings): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof DbfirstError) throw error;
  const report = serverReport(error);
  if (report !== undefined) {
    const { code, message, hint } = serverFailure(report, settings);
    return new DatabaseError(code, message, { hint, cause: error, sqlstate: report.sqlstate });
  }
  const known = networkFailure(error, settings);
  if (known === undefined) throw error;
  return new DatabaseError(known.code, known.message, { hint: known.hint, cause: error });
}

/** The server's own report inside a driver's error; undefined when the server didn't send the error. */
export function serverReport(error: unknown): ServerReport | undefined {
  if (!(error instanceof Error) || !("severity" in error) || !("code" in error)) return undefined;
  if (typeof error.code !== "string" || !/^[0-9A-Z]{5}$/u.test(error.code)) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : undefined;
  };
  return {
    sqlstate: error.code,
    message: error.message,
    detail: text("detail"),
    routine: text("routine"),
  };
}

/** What follows when a session is used after it ended, with the server's reason if it gave one. */
export function connectionLost(
  settings: ConnectionSettings,
  reason: Error | undefined,
): DatabaseError {
  const why = reason === undefined ? "" : `: ${reason.message}`;
  return new DatabaseError(
    "CONNECTION_LOST",
    `The connection to ${describeDatabase(settings)} was closed${why}.`,
    {
      hint: "The server was stopped, crashed or ended the session; its log says why.",
      cause: reason,
    },
  );
}
