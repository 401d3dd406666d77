import { describeDatabase } from "./format-url.ts";
import type { KnownFailure, ServerReport } from "./failure.ts";
import type { ConnectionSettings } from "./settings.ts";

/** What to do about a proxy that gives each transaction another session. */
export const directUrl =
  "Use the database's direct URL: on Supabase port 5432 instead of 6543, on Neon the host without -pooler; with PgBouncer of your own, one with pool_mode = session.";

/**
 * The remedy for an error that the server reported, by SQLSTATE:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html. Others keep the server's own message.
 */
export function serverFailure(report: ServerReport, settings: ConnectionSettings): KnownFailure {
  const database = describeDatabase(settings);
  switch (report.sqlstate) {
    case "28P01":
      return {
        code: "PASSWORD_WRONG",
        message: `The server refuses the password for ${database}.`,
        hint:
          settings.password === undefined
            ? "No password was given. Add it to the URL (as :password behind the user), to PGPASSWORD or to ~/.pgpass."
            : "Check the password, and the role's name: a role that isn't there is answered alike. In a URL, percent-encode special characters.",
      };
    case "28000":
      return accessFailure(report, settings);
    case "3D000":
      return {
        code: "DATABASE_MISSING",
        message: `There is no database ${JSON.stringify(settings.database)} on this server (${database}).`,
        hint: `Create it (CREATE DATABASE), or check the name in the URL.`,
      };
    case "57P03":
      return /shutting down/u.test(report.message)
        ? {
            code: "DATABASE_STOPPING",
            message: `The server is shutting down (${database}).`,
            hint: "Start it again; `dbfirst wait` waits until it answers.",
          }
        : {
            code: "DATABASE_STARTING",
            message: `The server is starting and takes no connections yet (${database}): ${report.message}.`,
            hint: "`dbfirst wait` waits until it answers.",
          };
    case "57P01":
    case "57P02":
      return {
        code: "CONNECTION_LOST",
        message: `The server ended the connection to ${database}: ${report.message}.`,
        hint: "It was stopped, restarted, or an administrator ended the session.",
      };
    case "08P01":
      // What PgBouncer says of a start-up that sets more than it follows.
      return /unsupported startup parameter/u.test(report.message)
        ? {
            code: "TRANSACTION_POOLING",
            message: `A proxy that pools connections stands before ${database}: ${report.message}.`,
            hint: directUrl,
          }
        : { code: "DATABASE_ERROR", message: `${report.message} (SQLSTATE 08P01, ${database})` };
    case "53300":
      return {
        code: "TOO_MANY_CONNECTIONS",
        message: `The server has no connection left for ${database}: ${report.message}.`,
        hint: "Close other clients, or raise max_connections or the role's or database's CONNECTION LIMIT.",
      };
    case "55P03":
      return {
        code: "LOCK_TIMEOUT",
        message: `A lock wasn't available in time in ${database}: ${report.message}.`,
        hint: "Another session holds it; find it with SELECT pg_blocking_pids(pid) FROM pg_stat_activity, and try again.",
      };
    case "57014":
      return {
        code: "QUERY_CANCELLED",
        message: `The server cancelled a statement in ${database}: ${report.message}.`,
        hint: "Either somebody cancelled it, or it took longer than statement_timeout, which the URL, the role or the database sets: ALTER ROLE … or ALTER DATABASE … SET statement_timeout.",
      };
    case "25006":
      return {
        code: "DATABASE_READ_ONLY",
        message: `Nothing can be written to ${database}: ${report.message}.`,
        hint: "It is a replica (SELECT pg_is_in_recovery()), or default_transaction_read_only is set by the URL, the role or the database. Name the primary's URL, or take the setting back.",
      };
    case "42501":
      return {
        code: "PERMISSION_DENIED",
        message: `${report.message} (${database}).`,
        hint: `Grant the privilege to ${JSON.stringify(settings.user)}, or connect as the owner.`,
      };
    case "22021":
    case "22P05":
      return {
        code: "DATABASE_ERROR",
        message: `${report.message} (SQLSTATE ${report.sqlstate}, ${database})`,
        hint: "Some text in the database can't be told in UTF-8: one in SQL_ASCII takes any bytes. Look for it in names, comments, defaults and functions, and write it anew.",
      };
    default:
      return {
        code: "DATABASE_ERROR",
        message: `${report.message} (SQLSTATE ${report.sqlstate}, ${database})`,
        ...hintOf(isDroppedMeanwhile(report) ? droppedMeanwhile : report.detail),
      };
  }
}

const droppedMeanwhile = "Somebody dropped something in that very moment. Try again.";

/** The functions that print definitions look at the catalog as it is now, and not as it was when the query began. */
function isDroppedMeanwhile({ sqlstate, message }: ServerReport): boolean {
  const says = /^(?:could not open relation with OID|cache lookup failed for) /u;
  return sqlstate === "XX000" && says.test(message);
}

function hintOf(hint: string | undefined): Pick<KnownFailure, "hint"> {
  return hint === undefined ? {} : { hint };
}

function accessFailure(report: ServerReport, settings: ConnectionSettings): KnownFailure {
  const database = describeDatabase(settings);
  if (report.routine === "InitializeSessionUserId") {
    return {
      code: "ROLE_MISSING",
      message: `The role ${JSON.stringify(settings.user)} doesn't exist or may not log in (${database}).`,
      hint: "Create it (CREATE ROLE … LOGIN), or check the user name in the URL.",
    };
  }
  // From 14 on "no encryption", before "SSL off".
  if (/^no pg_hba\.conf entry .*(?:no encryption|SSL off)/u.test(report.message)) {
    return {
      code: "TLS_REQUIRED",
      message: `The server doesn't let us in unencrypted as ${database}: ${report.message}.`,
      hint: "Add sslmode=require to the URL, or better sslmode=verify-full with sslrootcert=FILE. If that doesn't help, the server's pg_hba.conf needs a line for us.",
    };
  }
  const decides =
    "Its pg_hba.conf decides from where, as whom, encrypted or not, and how one may connect.";
  const isPlain = /(?:no encryption|SSL off)$/u.test(report.message);
  return {
    code: "ACCESS_DENIED",
    message: `The server doesn't let us in as ${database}: ${report.message}.`,
    hint: isPlain ? `${decides} Where it wants encryption: sslmode=require in the URL.` : decides,
  };
}
