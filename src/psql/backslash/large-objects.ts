import { readFileSync, writeFileSync } from "node:fs";

import { backdoor, reportServerError } from "../execute/run-statement.ts";
import { filePath, systemPath } from "../file-path.ts";
import { demandPath } from "../permissions.ts";
import type { Session } from "../state.ts";
import { systemMessage } from "../system-message.ts";
import type { Bytes } from "../text/bytes.ts";
import { notForScripts } from "./for-people.ts";
import {
  argument,
  type Command,
  type CommandContext,
  fileArgument,
  missingArgument,
  type Outcome,
} from "./command.ts";

/** \lo_import, \lo_export, \lo_unlink; in place of libpq's functions, the server's SQL functions. */
export const largeObjectCommands: Record<string, Command> = {
  lo_import: {
    run: (context) => {
      const file = fileArgument(context, "normal", { semicolon: true });
      const comment = argument(context, "normal", { semicolon: true });
      if (file === undefined) return missingArgument(context);
      return inTransaction(context, async (run) => {
        const data = readFile(context.session, file);
        if (data === undefined) return "error";
        const oid = await run(`SELECT pg_catalog.lo_from_bytea(0, '\\x${data.toString("hex")}')`);
        if (oid === undefined) return "error";
        if (comment !== undefined) {
          const quoted = comment.replaceAll("'", "''").replaceAll("\\", "\\\\");
          if ((await run(`COMMENT ON LARGE OBJECT ${oid} IS E'${quoted}'`)) === undefined)
            return "error";
        }
        report(context.session, `lo_import ${oid}`);
        context.session.variables.set("LASTOID", oid);
        return "done";
      });
    },
  },
  lo_export: {
    run: (context) => {
      const oid = argument(context, "normal", { semicolon: true });
      const file = fileArgument(context, "normal", { semicolon: true });
      if (oid === undefined || file === undefined) return missingArgument(context);
      return inTransaction(context, async (run) => {
        const data = await run(
          `SELECT pg_catalog.encode(pg_catalog.lo_get(${Number.parseInt(oid, 10) || 0}), 'hex')`,
        );
        if (data === undefined) return "error";
        const path = filePath(context.session, file);
        demandPath(context.session.permissions, path, context.session.cwd);
        try {
          writeFileSync(systemPath(path), Buffer.from(data, "hex"));
        } catch (error) {
          context.session.reporter.info(`could not open file "${file}": ${systemMessage(error)}`);
          return "error";
        }
        report(context.session, "lo_export");
        return "done";
      });
    },
  },
  lo_list: { run: notForScripts },
  "lo_list+": { run: notForScripts },
  lo_unlink: {
    run: (context) => {
      const oid = argument(context, "normal", { semicolon: true });
      if (oid === undefined) return missingArgument(context);
      return inTransaction(context, async (run) => {
        if (
          (await run(`SELECT pg_catalog.lo_unlink(${Number.parseInt(oid, 10) || 0})`)) === undefined
        )
          return "error";
        report(context.session, `lo_unlink ${Number.parseInt(oid, 10) || 0}`);
        return "done";
      });
    },
  },
};

/** Any other `\lo_…`: its arguments are read before it turns out to be unknown. */
export const unknownLargeObjectCommand: Command = {
  run(context) {
    argument(context, "normal", { semicolon: true });
    argument(context, "normal", { semicolon: true });
    return "unknown";
  },
};

/** Runs in the transaction that is open, or in one of its own. `run` gives the first value, or undefined on an error. */
async function inTransaction(
  { session, name }: CommandContext,
  work: (run: (command: Bytes) => Promise<Bytes | undefined>) => Promise<Outcome>,
): Promise<Outcome> {
  const run = async (command: Bytes): Promise<Bytes | undefined> => {
    const { result, error } = await backdoor(session, command);
    if (error !== undefined) {
      reportServerError(session, error, { text: command, source: undefined });
      return undefined;
    }
    return result?.kind === "rows" ? (result.rows[0]?.[0] ?? "") : "";
  };
  const { connection } = session;
  if (connection === undefined) {
    session.reporter.error(`\\${name}: not connected to a database`);
    return "error";
  }
  if (connection.status === "failed") {
    session.reporter.error(`\\${name}: current transaction is aborted`);
    return "error";
  }
  const own = connection.status === "idle";
  if (own && (await run("BEGIN")) === undefined) return "error";
  const result = await work(run);
  if (!own || (!session.switches.autocommit && result !== "error")) return result;
  const ended = await run(result === "error" ? "ROLLBACK" : "COMMIT");
  return ended === undefined ? "error" : result;
}

function readFile(session: Session, file: Bytes): Buffer | undefined {
  const path = filePath(session, file);
  demandPath(session.permissions, path, session.cwd);
  try {
    return readFileSync(systemPath(path));
  } catch (error) {
    session.reporter.info(`could not open file "${file}": ${systemMessage(error)}`);
    return undefined;
  }
}

function report(session: Session, text: Bytes): void {
  const isHtml = session.print.format === "html";
  if (!session.switches.quiet) session.output.write(isHtml ? `<p>${text}</p>\n` : `${text}\n`);
  session.log?.write(`${text}\n`);
}
