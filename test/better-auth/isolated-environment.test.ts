import { expect, test } from "vitest";
import { isolatedEnvironment } from "../../src/better-auth/isolated-environment.ts";

const settings = {
  host: "127.0.0.1",
  port: 5433,
  user: "postgres",
  password: "word",
  database: "shadow",
  ssl: { mode: "disable" as const },
  parameters: {},
  connectTimeout: undefined,
};
const url = "postgres://postgres:word@127.0.0.1:5433/shadow?sslmode=disable";

test("wherever a database is named it is the throw-away one, and nothing else leads to another", () => {
  const environment = isolatedEnvironment(
    {
      AUTH_DB: "postgresql://app@production/app",
      DATABASE_URL: "postgres://app@production/app",
      PGHOST: "production",
      PGSERVICE: "production",
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      BASE_DOMAIN: "example.com",
      UNSET: undefined,
    },
    settings,
  );
  expect(environment).toEqual({
    AUTH_DB: url,
    DATABASE_URL: url,
    BASE_DOMAIN: "example.com",
    BETTER_AUTH_TELEMETRY: "0",
    NO_COLOR: "1",
  });
});
