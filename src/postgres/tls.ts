import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isIP, type Socket } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { DatabaseError } from "../errors.ts";
import type { ConnectionSettings } from "./settings.ts";
import { settle } from "./settle.ts";

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
  const options = await tlsOptions(settings);
  return settle(connect({ ...options, socket }), "secureConnect", signal);
}

/**
 * libpq's rules as Node's options: `allow` and `prefer` check nothing; `require` checks the authority if a root
 * certificate file is there; `verify-ca` checks the authority, `verify-full` the host name too. As with libpq, the files
 * of `~/.postgresql` are used when none is named. Unlike libpq, `verify-full` without any root certificate trusts the
 * public authorities, as Node's drivers do.
 */
async function tlsOptions(settings: ConnectionSettings): Promise<ConnectionOptions> {
  const { ssl, host } = settings;
  const root = ssl.rootCert === "system" ? undefined : (ssl.rootCert ?? defaultFile("root.crt"));
  const cert = ssl.cert ?? defaultFile("postgresql.crt");
  const key = ssl.key ?? (cert === undefined ? undefined : defaultFile("postgresql.key"));
  const checksName = ssl.mode === "verify-full";
  const checksAuthority =
    checksName || ssl.mode === "verify-ca" || (ssl.mode === "require" && root !== undefined);
  if (ssl.mode === "verify-ca" && root === undefined && ssl.node?.ca === undefined) {
    throw new DatabaseError(
      "TLS_NO_ROOT_CERTIFICATE",
      "sslmode=verify-ca needs the authority's certificate, and none is named.",
      { hint: "Add sslrootcert=FILE to the URL, or use sslmode=verify-full." },
    );
  }
  return {
    // Numeric addresses may not be sent as SNI (RFC 6066); the check below still compares them.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    host,
    rejectUnauthorized: checksAuthority,
    checkServerIdentity: checksName
      ? (_name, certificate) => checkServerIdentity(host, certificate)
      : () => undefined,
    ...(checksAuthority && root !== undefined ? { ca: await readPem("sslrootcert", root) } : {}),
    ...(cert === undefined ? {} : { cert: await readPem("sslcert", cert) }),
    ...(key === undefined ? {} : { key: await readPem("sslkey", key) }),
    ...(ssl.crl === undefined ? {} : { crl: revocationLists(await readPem("sslcrl", ssl.crl)) }),
    ...ssl.node,
  };
}

/** A list for each authority of the chain may be in the file; Node takes but the first of a text. */
function revocationLists(pem: Buffer): string[] {
  const text = pem.toString("latin1");
  const lists = text.match(/-----BEGIN X509 CRL-----.*?-----END X509 CRL-----/gsu);
  return lists ?? [text];
}

function defaultFile(name: string): string | undefined {
  const file = join(homedir(), ".postgresql", name);
  return existsSync(file) ? file : undefined;
}

async function readPem(parameter: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new DatabaseError(
      "TLS_FILE_UNREADABLE",
      `The file of ${parameter} can't be read: ${file}`,
      {
        hint: `${parameter} in the URL names a file by its whole path, or by one from the folder in which the command runs.`,
        cause,
      },
    );
  }
}
