import { isIP } from "node:net";
import { TLSSocket } from "node:tls";
import { isSocketFolder, type ConnectionSettings } from "../postgres/settings.ts";
import { tryEncryptions } from "../postgres/try-encryptions.ts";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

/** How the way to the server is protected. */
export interface Encryption {
  /** `TLSv1.3`; undefined: nothing is encrypted. */
  protocol: string | undefined;
  /** The certificate was checked as sslmode asks, and that asks for something. */
  isVerified: boolean;
  /** When the server's certificate ends. */
  validTo: Date | undefined;
}

/** Opens a connection as every command does, up to where a session would start. */
export async function readEncryption(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Encryption> {
  return tryEncryptions(settings, { signal }, async (socket) => {
    const isEncrypted = socket instanceof TLSSocket;
    const encryption = {
      protocol: isEncrypted ? (socket.getProtocol() ?? "TLS") : undefined,
      isVerified: isEncrypted && socket.authorized,
      validTo: isEncrypted ? endOf(socket) : undefined,
    };
    socket.destroy();
    return encryption;
  });
}

function endOf(socket: TLSSocket): Date | undefined {
  const { valid_to: end } = socket.getPeerCertificate();
  const date = new Date(end);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Days before a certificate's end at which to say so. */
const soon = 30;

export function judgeEncryption(
  settings: ConnectionSettings,
  encryption: Encryption,
  now: Date,
): Finding[] {
  const { protocol, isVerified, validTo } = encryption;
  const { mode } = settings.ssl;
  if (isSocketFolder(settings.host)) return [ok("A Unix socket: nothing leaves this machine")];
  const isLocal = isLoopback(settings.host);
  if (protocol === undefined) {
    if (isLocal) return [ok("Not encrypted, and nothing leaves this machine")];
    return [
      warning(
        `Not encrypted (sslmode=${mode}): whoever is on the way can read the data`,
        "Add sslmode=verify-full to the URL, with sslrootcert=FILE for an authority of your own (docs/tls.md).",
      ),
    ];
  }
  const checksName = mode === "verify-full" && isVerified;
  const text = `${protocol}, sslmode=${mode}`;
  if (!checksName && mode !== "verify-ca" && !isLocal) {
    return [
      warning(
        `${text}: encrypted, but who answers isn't checked${isVerified ? " by its name" : ""}`,
        "Use sslmode=verify-full in the URL, with sslrootcert=FILE for an authority of your own (docs/tls.md).",
      ),
      ...judgeEnd(validTo, now),
    ];
  }
  const says = checksName
    ? "authority and host name are checked"
    : isVerified
      ? "the authority is checked"
      : "not checked, and nothing leaves this machine";
  return [ok(`${text}: encrypted; ${says}`), ...judgeEnd(validTo, now)];
}

function judgeEnd(validTo: Date | undefined, now: Date): Finding[] {
  if (validTo === undefined) return [];
  const days = Math.floor((validTo.getTime() - now.getTime()) / dayMs);
  if (days >= soon) return [];
  const day = validTo.toISOString().slice(0, 10);
  const remedy = "The server needs a new certificate.";
  return days < 0
    ? [problem(`The server's certificate ended on ${day}`, remedy)]
    : [warning(`The server's certificate ends on ${day}`, remedy)];
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
