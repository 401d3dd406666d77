import { setImmediate } from "node:timers/promises";

import type { Output } from "../output.ts";
import type { Session } from "../state.ts";
import { systemMessage } from "../messages/system-message.ts";

/**
 * Feeds COPY FROM STDIN from the script itself, or from \copy's source; outside of scripts, with -c, from standard input.
 * All data is read, also when the server has already reported an error: what follows it is the script.
 */
export async function copyIn(session: Session, { binary }: { binary: boolean }): Promise<void> {
  const { connection } = session;
  if (connection === undefined) return;
  const source = session.copySource ?? session.source ?? session.stdin();
  const countsLines = source === session.source;
  const before = source.lineNumber;
  // A trigger's notice follows the server's go-ahead closely; it belongs to the line of the COPY, not of its data.
  await setImmediate();
  connection.showNotices();
  for (;;) {
    let data: Buffer;
    let done: boolean;
    if (binary) {
      const chunk = await source.takeAll();
      data = chunk ?? Buffer.alloc(0);
      done = chunk === undefined;
    } else ({ data, done } = await source.takeCopyData());
    connection.showNotices();
    if (data.length > 0 && connection.copy.isWanted) await connection.copy.send(data);
    if (done || connection.status === "lost") break;
    if (session.cancelled) {
      connection.copy.finish("canceled by user");
      return;
    }
  }
  if (!countsLines) source.lineNumber = before;
  connection.copy.finish();
}

/** Writes what COPY TO STDOUT gives to `target`; undefined drops it. False when it couldn't be written. */
export async function copyOut(session: Session, target: Output | undefined): Promise<boolean> {
  const { connection } = session;
  if (connection === undefined) return false;
  target?.takeFailure();
  for (
    let chunks = await connection.copy.next();
    chunks !== undefined;
    chunks = await connection.copy.next()
  ) {
    if (target === undefined) continue;
    for (const chunk of chunks) target.write(chunk.toString("latin1"));
    await target.room();
  }
  const failure = target?.takeFailure();
  if (failure === undefined) return target !== undefined;
  session.reporter.error(`could not write COPY data: ${systemMessage(failure)}`);
  return false;
}
