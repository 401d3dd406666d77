import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** The version of TLS and the cipher; undefined where the socket isn't encrypted. */
export function encryptionOf(socket: Socket): { protocol: string; cipher: string } | undefined {
  if (!("encrypted" in socket)) return undefined;
  const encrypted = socket as TLSSocket;
  return { protocol: encrypted.getProtocol() ?? "unknown", cipher: encrypted.getCipher().name };
}
