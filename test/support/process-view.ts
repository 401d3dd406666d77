import { existsSync, readFileSync } from "node:fs";

/** What a process shows of itself: its command line and environment, where there is a /proc. */
export function visibleToOthers(pid: number): string {
  return [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}
