import { createInterface } from "node:readline";
import { UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import type { Context } from "./command.ts";
import { isLocal, refuseUnlessLocal, remoteServer } from "./refuse-remote.ts";

/**
 * Before something is destroyed that isn't local: the database's name was passed, or is typed now where somebody sits at a
 * terminal. In CI nobody is asked.
 *
 * @throws UsageError where it is another name or none; the signal's reason when aborted.
 */
export async function confirmUnlessLocal(
  context: Context,
  target: Target,
  command: string,
  confirmed: string | undefined,
): Promise<void> {
  if (isLocal(target)) return;
  if (confirmed !== undefined || !isAttended(context)) {
    refuseUnlessLocal(target, command, confirmed);
    return;
  }
  const { database } = target.settings;
  const { console: terminal } = context;
  terminal.done();
  terminal.error(
    `${terminal.palette.yellow("!")} ${command} may destroy data, and "${database}" is on ${remoteServer(target)}, not on this machine.\nType the database's name to go on:`,
  );
  const typed = await readLine(context);
  context.signal.throwIfAborted();
  if (typed?.trim() === database) return;
  throw new UsageError("That isn't the database's name, so nothing was done", {
    hint: `dbfirst ${command} --confirm NAME goes without asking.`,
  });
}

/** Both ends are a terminal, and no CI service says that it runs this. */
export function isAttended({ streams: { stdin, stdout }, env }: Context): boolean {
  const ci = env["CI"] ?? "";
  return isTerminal(stdin) && isTerminal(stdout) && (ci === "" || ci === "false" || ci === "0");
}

function isTerminal(stream: object): boolean {
  return "isTTY" in stream && stream.isTTY === true;
}

/** One line, as the terminal itself edits it; undefined at its end. */
export function readLine({ streams: { stdin }, signal }: Context): Promise<string | undefined> {
  const lines = createInterface({ input: stdin, terminal: false });
  const stop = () => lines.close();
  signal.addEventListener("abort", stop, { once: true });
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      signal.removeEventListener("abort", stop);
      stdin.pause();
      resolve(undefined);
    });
  });
}
