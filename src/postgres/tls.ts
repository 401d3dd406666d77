import { isIP, type Socket } from "node:net";
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { ConnectionSettings } from "./settings.ts";
import { settle } from "./settle.ts";
import { readTlsFiles } from "./tls-files.ts";

/**
 * Encrypts a socket on which the server has agreed to TLS.
 *
 * @throws DatabaseError when a certificate file can't be read; Node's own error when the handshake or a check fails.
 */
export async function startTls(
  socket: Socket,
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return settle(connect({ ...tlsOptions(settings), socket }), "secureConnect", signal);
}

/**
 * libpq's rules as Node's options: `allow` and `prefer` check nothing; `require` checks the authority if a root
 * certificate file is there; `verify-ca` checks the authority, `verify-full` the host name too. Unlike libpq,
 * `verify-full` without any root certificate trusts the public authorities, as Node's drivers do.
 */
function tlsOptions({ ssl, host }: ConnectionSettings): ConnectionOptions {
  const checksName = ssl.mode === "verify-full";
  const files = readTlsFiles(ssl);
  const checksAuthority = checksName || files.ca !== undefined || ssl.mode === "verify-ca";
  return {
    // Numeric addresses may not be sent as SNI (RFC 6066); the check below still compares them.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    host,
    rejectUnauthorized: checksAuthority,
    checkServerIdentity: checksName
      ? (_name, certificate) => checkServerIdentity(host, certificate)
      : () => undefined,
    ...files,
    ...ssl.node,
  };
}
