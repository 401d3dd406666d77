import { fileURLToPath } from "node:url";
import { DbfirstError, ExitCode } from "../errors.ts";
import type { Host } from "./host.ts";

/** What `start` gets. */
export type Process = Host & Pick<NodeJS.Process, "exitCode">;

/**
 * The process for the command line, which tells its own end from one that other code brings about: a configuration that
 * ends it with 0 would make a check that never ran look like one that found nothing.
 *
 * @param tell shows the error; the process ends with 2 then, whatever code was asked for.
 */
export function guardExit(host: Process, tell: (error: DbfirstError) => void): Host {
  let isOurs = false;
  host.on("exit", (code) => {
    if (isOurs) return;
    // Who called for it is on the stack, since its listeners run at once.
    tell(endedElsewhere(code, new Error("where").stack ?? ""));
    host.exitCode = ExitCode.trouble;
  });
  return {
    argv: host.argv,
    get stdin() {
      return host.stdin;
    },
    stdout: host.stdout,
    stderr: host.stderr,
    cwd: () => host.cwd(),
    on: host.on.bind(host) as Host["on"],
    off: host.off.bind(host) as Host["off"],
    exit(code) {
      isOurs = true;
      return host.exit(code);
    },
  };
}

function endedElsewhere(code: number, stack: string): DbfirstError {
  const callers = stack.slice(Math.max(0, stack.search(/at process\.exit /)));
  const [frame = ""] = /^ +at (?!.*\bnode:).+:\d+:\d+\)?$/m.exec(callers) ?? [];
  // With a function's name, the place is in parentheses; a folder's name may have some, too.
  const [, at = "", line] =
    /^ +at .*? \((.+):(\d+):\d+\)$/.exec(frame) ??
    /^ +at (?:async )?(.+):(\d+):\d+$/.exec(frame) ??
    [];
  const file = at.startsWith("file:") ? fileURLToPath(at) : at;
  const place = file === "" ? "" : `${file}:${line}: `;
  return new DbfirstError(
    "PROCESS_ENDED",
    `${place}the process was ended here, with code ${code}, before dbfirst was done`,
    {
      hint: "dbfirst loads configuration files, and what they import, into its own process: let them throw an error instead.",
    },
  );
}
