import { describe, expect, it } from "vitest";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { toolEnvironment } from "../../src/tools/environment.ts";

const settings: ConnectionSettings = {
  host: "db.internal",
  port: 5433,
  user: "app user",
  password: "p@ss/word",
  database: "app",
  ssl: { mode: "verify-full", rootCert: "/ca.pem" },
  connectTimeout: undefined,
  parameters: {},
};

describe("the environment of a source's program", () => {
  it("names the chosen database in each way", () => {
    const env = toolEnvironment({}, settings, {
      ALCHEMY: "{url:postgresql+psycopg2}",
      SQITCH: "{url:db:pg}",
      JDBC: "jdbc:postgresql://{host}:{port}/{database}?user={user}&sslmode={sslmode}",
      OTHER: "{not a place} {nope}",
    });
    expect(env).toMatchObject({
      PGHOST: "db.internal",
      PGPORT: "5433",
      PGUSER: "app user",
      PGPASSWORD: "p@ss/word",
      PGDATABASE: "app",
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: "/ca.pem",
      JDBC: "jdbc:postgresql://db.internal:5433/app?user=app user&sslmode=verify-full",
      OTHER: "{not a place} {nope}",
    });
    expect(env["DATABASE_URL"]).toBe(
      "postgres://app%20user:p%40ss%2Fword@db.internal:5433/app?sslmode=verify-full&sslrootcert=%2Fca.pem",
    );
    expect(env["SQITCH"]).toBe(env["DATABASE_URL"]?.replace("postgres:", "db:pg:"));
    expect(env["ALCHEMY"]).toBe(env["DATABASE_URL"]?.replace("postgres:", "postgresql+psycopg2:"));
  });

  it("names the address to dial and a list of revoked certificates where libpq looks for them", () => {
    const ssl = { ...settings.ssl, crl: "/revoked.pem" };
    const elsewhere = { ...settings, address: "10.0.0.7", ssl };
    const env = toolEnvironment({}, elsewhere, {});
    // The certificate is for the name.
    expect(env).toMatchObject({
      PGHOST: "db.internal",
      PGHOSTADDR: "10.0.0.7",
      PGSSLCRL: "/revoked.pem",
    });
    const unchecked = { ...elsewhere, ssl: { mode: "require" as const } };
    expect(toolEnvironment({}, unchecked, { AT: "{host}" })).toMatchObject({
      PGHOST: "10.0.0.7",
      AT: "10.0.0.7",
    });
    expect(Object.keys(toolEnvironment({}, unchecked, {}))).not.toContain("PGHOSTADDR");
    expect(env["DATABASE_URL"]).not.toContain("crl");
    expect(Object.keys(toolEnvironment({}, settings, {}))).not.toContain("PGSSLCRL");
  });

  it("leads nowhere under every other name of a database", () => {
    const env = toolEnvironment(
      {
        PATH: "/bin",
        REPORTING_URL: "postgres://a:b@production/x",
        SQLALCHEMY: "postgresql+asyncpg://a:b@production/x",
        POSTGRES_HOST: "production",
        DB_HOST: "production",
        PGSERVICE: "production",
        PGOPTIONS: "-c role=x",
        MAIL_HOST: "mail",
        NODE_TLS_REJECT_UNAUTHORIZED: "0",
      },
      settings,
      {},
    );
    expect(JSON.stringify(env)).not.toContain("production");
    expect(env).toMatchObject({
      PATH: "/bin",
      MAIL_HOST: "mail",
      REPORTING_URL: "postgres://not-set-by-dbfirst.invalid/nowhere",
      SQLALCHEMY: "postgresql+asyncpg://not-set-by-dbfirst.invalid/nowhere",
      DB_HOST: "not-set-by-dbfirst.invalid",
    });
    expect(env).not.toHaveProperty("PGSERVICE");
    expect(env).not.toHaveProperty("PGOPTIONS");
    expect(env).not.toHaveProperty("NODE_TLS_REJECT_UNAUTHORIZED");
  });
});
