import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DatabaseError } from "../errors.ts";
import type { SslSettings } from "./settings.ts";

/** What the files of a connection hold, as Node's options. */
interface TlsFiles {
  /** The authority's certificate, which the server's is checked with. */
  ca?: Buffer;
  crl?: string[];
  cert?: Buffer;
  key?: Buffer | string;
}

/**
 * Reads the files that `ssl` names, or those of `~/.postgresql`, by libpq's rules: an authority that isn't there is missed
 * where the certificate has to be checked, a revocation list or client certificate that isn't there never, and a key only
 * beside a certificate.
 *
 * @throws DatabaseError for a file that is missed, or can't be read; its cause says it in libpq's words.
 */
export function readTlsFiles(ssl: SslSettings): TlsFiles {
  return { ...authority(ssl), ...clientCertificate(ssl) };
}

function authority(ssl: SslSettings): TlsFiles {
  const checks = ssl.mode.startsWith("verify");
  const file = checks || ssl.mode === "require" ? rootFile(ssl) : undefined;
  if (file === undefined && !checks) return {};
  const lists = revocationLists(ssl.crl ?? inHome("root.crl"));
  return { ...(file && { ca: certificates(file) }), ...(lists.length > 0 && { crl: lists }) };
}

/** Undefined: nothing is checked, or the authorities are that Node trusts or its options name. */
function rootFile({ rootCert, mode, node }: SslSettings): string | undefined {
  if (rootCert === "system") return undefined;
  const file = rootCert ?? inHome("root.crt");
  if (existsSync(file)) return file;
  const libpq = `root certificate file "${file}" does not exist\nEither provide the file or change sslmode to disable server certificate verification.`;
  if (rootCert !== undefined && mode !== "require") throw unreadable("sslrootcert", file, libpq);
  if (mode === "verify-ca" && node?.ca === undefined) throw noAuthority(libpq);
  return undefined;
}

function certificates(file: string): Buffer {
  const failure = `could not read root certificate file "${file}"`;
  const text = read("sslrootcert", file, failure);
  if (!holdsCertificate(text))
    throw unreadable("sslrootcert", file, `${failure}: no certificate or crl found`);
  return text;
}

function holdsCertificate(text: Buffer): boolean {
  return /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/u.test(text.toString("latin1"));
}

/** A list for each authority of the chain may be in the file; Node takes but the first of a text. */
function revocationLists(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = read("sslcrl", file, `could not read CRL file "${file}"`).toString("latin1");
  return text.match(/-----BEGIN X509 CRL-----.*?-----END X509 CRL-----/gsu) ?? [];
}

function clientCertificate(ssl: SslSettings): TlsFiles {
  const file = ssl.cert ?? inHome("postgresql.crt");
  if (!existsSync(file)) return {};
  const failure = `could not read certificate file "${file}"`;
  const cert = read("sslcert", file, failure);
  if (!holdsCertificate(cert)) throw unreadable("sslcert", file, `${failure}: no start line`);
  const keyFile = ssl.key ?? inHome("postgresql.key");
  if (!existsSync(keyFile))
    throw unreadable(
      "sslkey",
      keyFile,
      `certificate present, but not private key file "${keyFile}"`,
    );
  const bytes = read("sslkey", keyFile, `could not load private key file "${keyFile}"`);
  const key = bytes.includes("-----BEGIN") ? bytes : fromBinary(bytes);
  demandPair(cert, key, keyFile);
  return { cert, key };
}

/** OpenSSL takes a key of another kind for one beside no certificate at all, and the server would miss the certificate. */
function demandPair(cert: Buffer, key: Buffer | string, keyFile: string): void {
  let certificate: X509Certificate;
  let own: KeyObject;
  try {
    certificate = new X509Certificate(cert);
    own = createPrivateKey(key);
  } catch {
    // Starting TLS says what is wrong with either.
    return;
  }
  if (certificate.checkPrivateKey(own)) return;
  const isOfKind = certificate.publicKey.asymmetricKeyType === own.asymmetricKeyType;
  const libpq = isOfKind
    ? `could not load private key file "${keyFile}": key values mismatch`
    : `certificate does not match private key file "${keyFile}": no certificate assigned`;
  throw new DatabaseError(
    "TLS_KEY_MISMATCH",
    `The key of sslkey isn't that of the certificate of sslcert: ${keyFile}`,
    { hint: "Name the key that the certificate was made for.", cause: new Error(libpq) },
  );
}

/** Node's TLS takes a key as text alone; what is no key at all is left to it, to say so. */
function fromBinary(der: Buffer): Buffer | string {
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const)
    try {
      const key = createPrivateKey({ key: der, format: "der", type });
      return key.export({ format: "pem", type: "pkcs8" });
    } catch {
      // It is of another type.
    }
  return der;
}

function inHome(name: string): string {
  return join(homedir(), ".postgresql", name);
}

function read(parameter: string, file: string, failure: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(parameter, file, `${failure}: ${(error as Error).message}`);
  }
}

function unreadable(parameter: string, file: string, libpq: string): DatabaseError {
  return new DatabaseError(
    "TLS_FILE_UNREADABLE",
    `The file of ${parameter} can't be read: ${file}`,
    {
      hint: `${parameter} in the URL names a PEM file by its whole path, or by one from the folder in which the command runs.`,
      cause: new Error(libpq),
    },
  );
}

function noAuthority(libpq: string): DatabaseError {
  return new DatabaseError(
    "TLS_NO_ROOT_CERTIFICATE",
    "sslmode=verify-ca needs the authority's certificate, and none is named.",
    {
      hint: "Add sslrootcert=FILE to the URL, or use sslmode=verify-full.",
      cause: new Error(libpq),
    },
  );
}
