import { rm } from "node:fs/promises";
import { scratchFolder } from "../postgres/owned-folder.ts";
import { openRelay } from "../postgres/relay/relay.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

/**
 * A driver with other rules for TLS than libpq's gets a way to the server that has ours, while `work` lasts.
 *
 * @throws what kept the relay from the server; else what `work` threw.
 */
export async function throughRelay(
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
