import { readFileSync, writeFileSync } from "node:fs";

import { runHidden } from "../execute/hidden-command.ts";
import { runOwnCommand } from "../execute/own-command.ts";
import { throwIfLost } from "../execute/run-statement.ts";
import { parseAtoi } from "../c-number.ts";
import { filePath, systemPath } from "../file-path.ts";
import { demandPath } from "../permissions.ts";
import type { Session } from "../state.ts";
import { systemMessage } from "../messages/system-message.ts";
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
      const { session } = context;
      const file = fileArgument(context, "normal", { semicolon: true });
      const comment = argument(context, "normal", { semicolon: true });
      if (file === undefined) return missingArgument(context);
      return inTransaction(context, async () => {
        const data = readFile(session, file);
        if (data === undefined) return undefined;
        const bytes = `pg_catalog.decode('${data.toString("hex")}', 'hex')`;
        const oid = await call(session, `pg_catalog.lo_from_bytea(0, ${bytes})`);
        if (oid === undefined) return undefined;
        if (comment !== undefined && !(await comments(session, oid, comment))) return undefined;
        session.variables.set("LASTOID", oid);
        return `lo_import ${oid}`;
      });
    },
  },
  lo_export: {
    run: (context) => {
      const { session } = context;
      const oid = argument(context, "normal", { semicolon: true });
      const file = fileArgument(context, "normal", { semicolon: true });
      if (oid === undefined || file === undefined) return missingArgument(context);
      return inTransaction(context, async () => {
        const bytes = `pg_catalog.lo_get(${oidOf(oid)})`;
        const data = await call(session, `pg_catalog.encode(${bytes}, 'hex')`);
        const isWritten = data !== undefined && writeFile(session, file, Buffer.from(data, "hex"));
        return isWritten ? "lo_export" : undefined;
      });
    },
  },
  lo_list: { run: notForScripts },
  "lo_list+": { run: notForScripts },
  lo_unlink: {
    run: (context) => {
      const oid = argument(context, "normal", { semicolon: true });
      if (oid === undefined) return missingArgument(context);
      return inTransaction(context, async () => {
        const done = await call(context.session, `pg_catalog.lo_unlink(${oidOf(oid)})`);
        return done === undefined ? undefined : `lo_unlink ${oidOf(oid)}`;
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

/** Works in the transaction that is open, or in one of its own, and prints what the work gives; undefined: it failed. */
async function inTransaction(
  { session, name }: CommandContext,
  work: () => Promise<Bytes | undefined>,
): Promise<Outcome> {
  const { connection } = session;
  if (connection === undefined) {
    session.reporter.error(`\\${name}: not connected to a database`);
    return "error";
  }
  if (connection.status === "failed") {
    session.reporter.error(`\\${name}: current transaction is aborted`);
    return "error";
  }
  const isOwn = connection.status === "idle";
  if (isOwn && !(await runHidden(session, "BEGIN"))) return "error";
  const result = await work();
  if (isOwn && session.switches.autocommit) {
    const isEnded = await runHidden(session, result === undefined ? "ROLLBACK" : "COMMIT");
    if (!isEnded) return "error";
  }
  if (result === undefined) return "error";
  report(session, result);
  return "done";
}

/** What a function of the server's returns; undefined after an error, of which \errverbose then knows as little as in psql. */
async function call(session: Session, expression: Bytes): Promise<Bytes | undefined> {
  const command = `SELECT ${expression}`;
  const { result, error } = await runOwnCommand(session, command);
  if (error === undefined) return result?.kind === "rows" ? (result.rows[0]?.[0] ?? "") : "";
  session.reporter.serverError(error, { text: command, source: undefined });
  throwIfLost(session);
  return undefined;
}

function comments(session: Session, oid: Bytes, comment: Bytes): Promise<boolean> {
  const doubled = comment.replaceAll("'", "''");
  const isStandard = session.connection?.standardStrings ?? true;
  const quoted = isStandard ? doubled : doubled.replaceAll("\\", "\\\\");
  return runHidden(session, `COMMENT ON LARGE OBJECT ${oid} IS '${quoted}'`);
}

/** As libpq's atooid reads it. */
function oidOf(text: Bytes): number {
  return parseAtoi(text) >>> 0;
}

function readFile(session: Session, file: Bytes): Buffer | undefined {
  const path = filePath(session, file);
  demandPath(session.permissions, path, session.cwd);
  try {
    return readFileSync(systemPath(path));
  } catch (error) {
    const what = (error as NodeJS.ErrnoException).syscall === "read" ? "read from" : "open";
    session.reporter.info(`could not ${what} file "${file}": ${systemMessage(error)}`);
    return undefined;
  }
}

function writeFile(session: Session, file: Bytes, data: Buffer): boolean {
  const path = filePath(session, file);
  demandPath(session.permissions, path, session.cwd);
  try {
    writeFileSync(systemPath(path), data);
    return true;
  } catch (error) {
    const what = (error as NodeJS.ErrnoException).syscall === "write" ? "write to" : "open";
    session.reporter.info(`could not ${what} file "${file}": ${systemMessage(error)}`);
    return false;
  }
}

function report(session: Session, text: Bytes): void {
  const isHtml = session.print.format === "html";
  if (!session.switches.quiet) session.output.write(isHtml ? `<p>${text}</p>\n` : `${text}\n`);
  session.log?.write(`${text}\n`);
}
