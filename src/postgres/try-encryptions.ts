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
      const failure = toDatabaseError(error, settings);
      // Where there is no TLS to fall back to, libpq asks the same again, and is refused the same.
      const hasNoOther = first !== undefined && failure.code === "TLS_REFUSED";
      options.onRefusal?.(hasNoOther ? first?.error : error);
      const isPlainForWantOfTls = encryption === "tls-if-offered" && isPlain(socket);
      // The first refusal is the one to explain, unless the fallback got further.
      if (isPlainForWantOfTls || !dependsOnEncryption(failure)) throw error;
      first ??= { error };
    }
  }
  throw first?.error;
}

function isPlain(socket: Socket | undefined): boolean {
  return socket !== undefined && !("encrypted" in socket);
}

function dependsOnEncryption(failure: DatabaseError): boolean {
  return failure.code.startsWith("TLS_") || serverReport(failure.cause)?.sqlstate === "28000";
}
