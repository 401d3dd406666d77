import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings, SslSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { certificateFile, serverCertificate } from "../support/certificates.ts";
import { configureServer } from "../support/configure-server.ts";
import { runOn } from "../support/database.ts";

let shadow: Shadow;
let server: ConnectionSettings;

beforeAll(async () => {
  shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  server = shadow.settings;
  await runOn(server, "CREATE ROLE cert_user LOGIN");
  await shadow.createDatabase("tls_only");
  await shadow.createDatabase("plain_only");
});
afterAll(() => shadow.dispose());

const access = [
  "hostssl all cert_user 127.0.0.1/32 cert",
  "hostssl tls_only all 127.0.0.1/32 scram-sha-256",
  "hostnossl plain_only all 127.0.0.1/32 scram-sha-256",
  "host postgres postgres 127.0.0.1/32 scram-sha-256",
];

/** Connects and says whether the session is encrypted, or with which code it failed. */
async function outcome(ssl: SslSettings, more: Partial<ConnectionSettings> = {}): Promise<string> {
  try {
    const sql = await connect({ ...server, ssl, ...more });
    const [row] = await sql<{ ssl: boolean }[]>`
      SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
    await sql.end();
    return row?.ssl === true ? "encrypted" : "plain";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const rootCert = certificateFile("authority.crt");
const stranger = certificateFile("stranger.crt");

describe("a server without TLS", () => {
  test.each([
    ["disable", "plain"],
    ["allow", "plain"],
    ["prefer", "plain"],
    ["require", "TLS_REFUSED"],
    ["verify-ca", "TLS_REFUSED"],
    ["verify-full", "TLS_REFUSED"],
  ] as const)("%s: %s", async (mode, expected) => {
    expect(await outcome({ mode, rootCert })).toBe(expected);
  });
});

describe("a server whose authority is known", () => {
  beforeAll(() => configureServer(server, { access, ...serverCertificate("server") }));

  test.each([
    ["disable", "plain"],
    ["allow", "plain"],
    ["prefer", "encrypted"],
    ["require", "encrypted"],
    ["verify-ca", "encrypted"],
    ["verify-full", "encrypted"],
  ] as const)("%s: %s", async (mode, expected) => {
    expect(await outcome({ mode, rootCert })).toBe(expected);
    expect(await outcome({ mode, rootCert }, { host: "localhost" })).toBe(expected);
  });

  test.each([
    ["prefer", undefined, "encrypted"],
    ["require", undefined, "encrypted"],
    ["require", stranger, "TLS_UNTRUSTED"],
    ["verify-ca", stranger, "TLS_UNTRUSTED"],
    ["verify-full", stranger, "TLS_UNTRUSTED"],
    ["verify-ca", undefined, "TLS_NO_ROOT_CERTIFICATE"],
    ["verify-full", undefined, "TLS_UNTRUSTED"],
    ["verify-full", "system", "TLS_UNTRUSTED"],
    ["verify-full", "/nowhere/root.crt", "TLS_FILE_UNREADABLE"],
  ] as const)("%s with root certificate %s: %s", async (mode, root, expected) => {
    expect(await outcome({ mode, rootCert: root })).toBe(expected);
  });

  test("Node's own options, as a drizzle.config.ts passes them, are kept", async () => {
    const ca = readFileSync(rootCert);
    expect(await outcome({ mode: "verify-full", node: { ca } })).toBe("encrypted");
    expect(await outcome({ mode: "verify-full", node: { rejectUnauthorized: false } })).toBe(
      "encrypted",
    );
  });

  test("a client certificate logs in, and is missed", async () => {
    const files = { cert: certificateFile("client.crt"), key: certificateFile("client.key") };
    const user = { user: "cert_user", password: undefined };
    expect(await outcome({ mode: "require", ...files }, user)).toBe("encrypted");
    expect(await outcome({ mode: "require" }, user)).toBe("ACCESS_DENIED");
  });

  test.each(["pkcs8", "sec1"] as const)("its key may be binary: %s", async (type) => {
    const folder = await mkdtemp(join(tmpdir(), "dbfirst-test-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const key = join(folder, "client.key");
    const text = readFileSync(certificateFile("client.key"));
    await writeFile(key, createPrivateKey(text).export({ format: "der", type }));
    const files = { cert: certificateFile("client.crt"), key };
    const user = { user: "cert_user", password: undefined };
    expect(await outcome({ mode: "require", ...files }, user)).toBe("encrypted");
  });

  test("a key of another certificate is no key of this one, whatever its kind", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dbfirst-test-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const ofAnotherKind = join(folder, "ed25519.key");
    const { privateKey } = generateKeyPairSync("ed25519");
    await writeFile(ofAnotherKind, privateKey.export({ format: "pem", type: "pkcs8" }));
    for (const key of [certificateFile("elsewhere.key"), ofAnotherKind]) {
      const files = { cert: certificateFile("client.crt"), key };
      expect(await outcome({ mode: "require", ...files })).toBe("TLS_KEY_MISMATCH");
    }
  });

  const missing = "/nowhere/file";
  test.each([
    ["an authority where it isn't demanded", { mode: "require", rootCert: missing }, "encrypted"],
    [
      "a client certificate and its key",
      { mode: "require", cert: missing, key: missing },
      "encrypted",
    ],
    ["a key of no certificate", { mode: "require", key: missing }, "encrypted"],
    ["a revocation list", { mode: "verify-full", rootCert, crl: missing }, "encrypted"],
    ["a key", { mode: "require", cert: rootCert, key: missing }, "TLS_FILE_UNREADABLE"],
  ] as const)("%s that isn't there", async (_what, ssl, expected) => {
    expect(await outcome(ssl)).toBe(expected);
  });

  test("an authority's file without a certificate is no authority", async () => {
    const key = certificateFile("client.key");
    expect(await outcome({ mode: "verify-full", rootCert: key })).toBe("TLS_FILE_UNREADABLE");
  });

  test.each([
    ["tls_only", "disable", "TLS_REQUIRED"],
    ["tls_only", "allow", "encrypted"],
    ["tls_only", "prefer", "encrypted"],
    ["plain_only", "allow", "plain"],
    ["plain_only", "prefer", "plain"],
    ["plain_only", "require", "ACCESS_DENIED"],
  ] as const)("pg_hba.conf's %s with %s: %s", async (database, mode, expected) => {
    expect(await outcome({ mode }, { database })).toBe(expected);
  });
});

describe.each([
  [
    "self-signed",
    { require: "encrypted", "verify-ca": "TLS_SELF_SIGNED", "verify-full": "TLS_SELF_SIGNED" },
  ],
  ["expired", { require: "TLS_EXPIRED", "verify-ca": "TLS_EXPIRED", "verify-full": "TLS_EXPIRED" }],
  [
    "elsewhere",
    { require: "encrypted", "verify-ca": "encrypted", "verify-full": "TLS_WRONG_HOST" },
  ],
] as const)("a server with the certificate %s", (name, expected) => {
  beforeAll(() => configureServer(server, serverCertificate(name)));

  test.each(Object.entries(expected))("%s: %s", async (mode, result) => {
    // `require` checks the authority only where a root certificate is named.
    const root = mode === "require" && name === "self-signed" ? undefined : rootCert;
    expect(await outcome({ mode: mode as SslSettings["mode"], rootCert: root })).toBe(result);
  });

  test("prefer encrypts without checking", async () => {
    expect(await outcome({ mode: "prefer" })).toBe("encrypted");
  });

  test("a certificate that is trusted itself is enough, if it is the server's", async () => {
    const own = certificateFile(`${name}.crt`);
    const result = await outcome({ mode: "verify-ca", rootCert: own });
    expect(result).toMatch(name === "self-signed" ? /^encrypted$/ : /^TLS_(EXPIRED|UNTRUSTED)$/);
  });
});
