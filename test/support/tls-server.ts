import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import type { ConnectionSettings, SslSettings } from "../../src/postgres/settings.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { serverCertificate } from "./certificates.ts";
import { configureServer } from "./configure-server.ts";

/** A server that lets nobody in without TLS, over TCP; but the superuser into the maintenance database, to configure it. */
export interface TlsServer {
  /** Its maintenance database. */
  settings: ConnectionSettings;
  createDatabase: Shadow["createDatabase"];
  dispose: Shadow["dispose"];
}

export async function startTlsServer(certificate = "server"): Promise<TlsServer> {
  const shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  const rules = ["hostssl all all 127.0.0.1/32 scram-sha-256"];
  await configureServer(shadow.settings, {
    access: accessBeside(rules),
    ...serverCertificate(certificate),
  });
  return {
    settings: shadow.settings,
    createDatabase: async (name) => ({
      ...(await shadow.createDatabase(name)),
      ssl: { mode: "prefer" },
    }),
    dispose: () => shadow.dispose(),
  };
}

/** Lines of pg_hba.conf that don't lock the tests out. */
export function accessBeside(rules: readonly string[]): string[] {
  return ["host postgres postgres 127.0.0.1/32 scram-sha-256", ...rules];
}

/** The URL of a database with these rules for TLS. */
export function urlWith(
  settings: ConnectionSettings,
  ssl: SslSettings,
  more: Partial<ConnectionSettings> = {},
): string {
  return formatUrl({ ...settings, ...more, ssl });
}
