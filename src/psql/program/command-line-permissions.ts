import { dirname, resolve } from "node:path";

import type { CommandLine } from "./command-line.ts";
import type { ShellStreams } from "../external/shell.ts";
import type { Permissions, Wish } from "../permissions.ts";
import { fromBytes } from "../text/bytes.ts";

/** What the options allow; a file that the user names may use its own folder. */
export async function permissionsOf(
  line: CommandLine,
  io: ShellStreams & { cwd: string },
): Promise<Permissions> {
  const folders = line.actions.flatMap((action) =>
    action.kind === "file" && action.name !== undefined && action.name !== "-"
      ? [dirname(fromBytes(action.name))]
      : [],
  );
  return {
    roots: [io.cwd, ...line.allowedPaths, ...folders].map((folder) => resolve(io.cwd, folder)),
    servers: line.allowedServers,
    environment: line.allowsSetenv,
    shell: line.allowsShell ? (await import("../external/shell.ts")).openShell(io) : undefined,
    advice: (wish) => `dbfirst psql allows it with ${optionFor(wish)}`,
  };
}

function optionFor(wish: Wish): string {
  switch (wish.kind) {
    case "shell":
      return "--allow-shell";
    case "path":
      return `--allow-path=${wish.folder}`;
    case "server":
      return `--allow-server=${wish.name}`;
    case "environment":
      return "--allow-setenv";
  }
}
