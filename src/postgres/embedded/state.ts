import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processState } from "./process-token.ts";

/** What `.dbfirst/server.json` holds: who uses the project's server. Whether it runs, its data directory knows. */
export interface ServerState {
  /** The one that was started last. */
  major: number;
  /** Started by `up`: runs until `down`. */
  keepRunning: boolean;
  /** The uses of it, as process token and a number. The last one stops a server that isn't kept running. */
  uses: string[];
}

const fileName = "server.json";

/** The state, with the uses of dead processes left out; undefined before the first start. */
export function readState(folder: string): ServerState | undefined {
  const file = join(folder, fileName);
  if (!existsSync(file)) return undefined;
  let state: Partial<ServerState>;
  try {
    state = JSON.parse(readFileSync(file, "utf8")) as Partial<ServerState>;
  } catch {
    // Cut off by a full disk or power failure. Nothing in it is needed to find the server.
    return undefined;
  }
  if (typeof state.major !== "number") return undefined;
  const uses = (state.uses ?? []).filter(
    (use) => processState(use.split(" ")[0] ?? "") !== "ended",
  );
  return { major: state.major, keepRunning: state.keepRunning === true, uses };
}

export function writeState(folder: string, state: ServerState): void {
  const draft = join(folder, `${fileName}.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(folder, fileName));
}
