import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { DatabaseError } from "../../errors.ts";

/** Below the range from which systems pick ports for outgoing connections, so that a port stays free while we're down. */
const first = 20_000;
const count = 12_000;

/** A free port on loopback: `preferred`, or the next after a place that depends on `seed`. */
export async function findFreePort(seed: string, preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  const start = createHash("sha256").update(seed).digest().readUInt32BE() % count;
  for (let step = 0; step < 200; step += 1) {
    const port = first + ((start + step) % count);
    if (await isFree(port)) return port;
  }
  throw new DatabaseError(
    "EMBEDDED_FAILED",
    "No free port was found for the embedded PostgreSQL.",
    {
      hint: `200 ports of 127.0.0.1 from ${first} to ${first + count - 1} are taken, or nobody may listen on them.`,
    },
  );
}

/** How often another port is tried. */
const mostAttempts = 3;

/**
 * Starts what listens on a free port, on another one where somebody took that port first.
 *
 * @returns the port.
 */
export async function onFreePort(
  seed: string,
  preferred: number | undefined,
  listen: (port: number) => Promise<unknown>,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(seed, preferred);
    try {
      await listen(port);
      return port;
    } catch (error) {
      if (attempt === mostAttempts || (await isFree(port))) throw error;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
