import type { Socket } from "node:net";
import type { DatabaseError } from "../errors.ts";
import { serverReport, toDatabaseError } from "./failure.ts";
import type { ConnectionSettings } from "./settings.ts";
import { encryptionAttempts, openSocket } from "./socket.ts";

export interface TryOptions {
  signal?: AbortSignal | undefined;
  sharesBuffer?: boolean;
  /** Called for each way that failed, also for the one whose failure is thrown. */
  onRefusal?: ((error: unknown) => void) | undefined;
}

/**
 * Opens a socket and starts a session on it, falling back as `sslmode` allows: `prefer` to plain text and `allow` to
 * TLS when the handshake fails or pg_hba.conf refuses the first way, and for no other reason.
 *
 * @throws what `openSocket` or `start` threw: of several refusals the first; the signal's reason when aborted.
 */
export async function tryEncryptions<T>(
  settings: ConnectionSettings,
  options: TryOptions,
  start: (socket: Socket) => Promise<T>,
): Promise<T> {
  let first: { error: unknown } | undefined;
  for (const encryption of encryptionAttempts(settings)) {
    let socket: Socket | undefined;
    try {
      const { signal, sharesBuffer } = options;
      socket = await openSocket(settings, { signal, encryption, sharesBuffer });
      return await start(socket);
    } catch (error) {
      socket?.destroy();
      options.signal?.throwIfAborted();
      options.onRefusal?.(error);
      // The first refusal is the one to explain, unless the fallback got further.
      if (!dependsOnEncryption(toDatabaseError(error, settings))) throw error;
      first ??= { error };
    }
  }
  throw first?.error;
}

function dependsOnEncryption(failure: DatabaseError): boolean {
  return failure.code.startsWith("TLS_") || serverReport(failure.cause)?.sqlstate === "28000";
}
