import type { KnownFailure } from "./failure.ts";
import { describeDatabase } from "./format-url.ts";
import type { ConnectionSettings } from "./settings.ts";

/**
 * The remedy for what kept us from the server, or from going on with it, by the code of Node's or of ours that the error has.
 * Undefined: the network has nothing to do with it.
 */
export function networkFailure(
  error: unknown,
  settings: ConnectionSettings,
): KnownFailure | undefined {
  const code = codeOf(error);
  const database = describeDatabase(settings);
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      return {
        code: "DATABASE_REFUSED",
        message: `No server answers at ${database}.`,
        hint: "Start it, or check host and port. `dbfirst wait` waits for a server that is being started.",
      };
    case "EACCES":
    case "EPERM":
      return {
        code: "DATABASE_REFUSED",
        message: `This user may not open the socket of ${database}.`,
        hint: "Check the permissions of the socket's folder, or connect to host and port.",
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
      return {
        code: "HOST_UNKNOWN",
        message: `The host name ${JSON.stringify(settings.host)} can't be resolved.`,
        hint: "Check its spelling, and the network or VPN. Percent-encode special characters of the password in a URL.",
      };
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
    case "CONNECT_TIMEOUT":
      return {
        code: "DATABASE_TIMEOUT",
        message: `The server of ${database} can't be reached.`,
        hint: "Check host, port, network and firewall.",
      };
    case "ECONNRESET":
    case "EPIPE":
    case "CONNECTION_CLOSED":
    case "CONNECTION_DESTROYED":
    case "CONNECTION_ENDED":
      return {
        code: "CONNECTION_LOST",
        message: `The connection to ${database} was closed.`,
        hint: "The server was stopped, crashed or ended the session; its log says why.",
      };
    case "SASL_SIGNATURE_MISMATCH":
      return {
        code: "SERVER_UNPROVEN",
        message: `The server of ${database} couldn't prove that it knows the password's verifier.`,
        hint: "Something else may be answering in its place; check host and port.",
      };
    default:
      return code === undefined ? undefined : tlsFailure(code, settings);
  }
}

function codeOf(error: unknown): string | undefined {
  // Node tries all addresses of a name and reports the failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function tlsFailure(code: string, settings: ConnectionSettings): KnownFailure | undefined {
  const server = `The TLS certificate of ${describeDatabase(settings)}`;
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return {
        code: "TLS_SELF_SIGNED",
        message: `${server} is signed by itself, and not trusted here.`,
        hint: "Get the certificate file from the server's operator and add sslrootcert=FILE to the URL.",
      };
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "CERT_UNTRUSTED":
    case "CERT_SIGNATURE_FAILURE":
      return {
        code: "TLS_UNTRUSTED",
        message: `${server} comes from an authority that isn't trusted here.`,
        hint: "Get the authority's certificate from the server's operator and add sslrootcert=FILE to the URL.",
      };
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return {
        code: "TLS_EXPIRED",
        message: `${server} ${code === "CERT_HAS_EXPIRED" ? "has expired" : "isn't valid yet"}.`,
        hint: "The server needs a new certificate. Check this machine's clock, too.",
      };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return {
        code: "TLS_WRONG_HOST",
        message: `${server} is for another host name than ${JSON.stringify(settings.host)}.`,
        hint: "Connect to the name that the certificate is for, or use sslmode=verify-ca.",
      };
    default:
      if (!/^(?:ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$|CERT_|CRL_)/u.test(code)) return undefined;
      return {
        code: "TLS_FAILED",
        message: `TLS with ${describeDatabase(settings)} failed (${code}).`,
        hint: "Check the certificate and key files, and which TLS versions the server allows.",
      };
  }
}
