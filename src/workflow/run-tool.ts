import { rm } from "node:fs/promises";
import { scratchFolder } from "../postgres/owned-folder.ts";
import type { ToolWork } from "../apply/run-tool.ts";
import type { Project } from "../config/load.ts";
import type { Environment } from "../environment.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Source } from "../sources/source.ts";
import { openRelay } from "../postgres/relay/relay.ts";

/**
 * Looks whether the program of a source is there, without starting it.
 *
 * @throws SourceError TOOL_MISSING.
 */
export async function checkTool(
  { directory: projectDirectory }: Project,
  { name, tool }: Source,
  env: Environment,
): Promise<void> {
  if (tool === undefined) return;
  if (tool.kind === "node-pg-migrate") {
    const { locateNodePgMigrate } = await import("../tools/node-pg-migrate.ts");
    locateNodePgMigrate(projectDirectory);
    return;
  }
  const { requireProgram } = await import("../tools/find-program.ts");
  requireProgram({ owner: ownerOf(name), tool, command: tool.up, projectDirectory, env });
}

function ownerOf(source: string): string {
  return `source "${source}"`;
}

/**
 * Lets the program of a source do what it is asked for.
 *
 * @throws SourceError TOOL_MISSING, TOOL_FAILED, TOOL_TIMEOUT.
 */
export async function runTool(
  { directory: projectDirectory }: Project,
  { source, migrations, direction, settings, signal, onStart, onOutput }: ToolWork,
  env: Environment,
): Promise<void> {
  const { tool } = source;
  if (tool === undefined) return;
  const common = { projectDirectory, env, signal, onOutput };
  if (tool.kind === "node-pg-migrate") {
    if (direction === "reset") return;
    const { runNodePgMigrate } = await import("../tools/node-pg-migrate.ts");
    await throughRelay(settings, signal, (relayed) =>
      runNodePgMigrate({ ...common, tool, direction, migrations, settings: relayed, onStart }),
    );
    return;
  }
  if (direction === "record") return;
  const { runCommand } = await import("../tools/run-command.ts");
  onStart(migrations[0]!);
  const command = tool[direction];
  if (command === undefined) return;
  await runCommand({ ...common, owner: ownerOf(source.name), tool, command, settings });
}

/** A driver with other rules for TLS than libpq's gets a way to the server that has ours. */
async function throughRelay(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
  work: (settings: ConnectionSettings) => Promise<void>,
): Promise<void> {
  const folder = scratchFolder("tool");
  const relay = await openRelay(settings, { folder, parameters: {}, signal });
  try {
    const { host, port } = relay;
    await work({ ...settings, host, port, ssl: { mode: "disable" } });
  } catch (error) {
    throw relay.failure() ?? error;
  } finally {
    await relay.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
