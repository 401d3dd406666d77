import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { drizzle as drizzleNode } from "drizzle-orm/node-postgres";
import { drizzle } from "drizzle-orm/postgres-js";
import { createJiti } from "jiti";
import { join } from "node:path";
import { Pool } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authOptions } from "../../src/database/auth.options.ts";
import type { AuthDatabase } from "../../src/database/auth.ts";
import { render, type RenderOptions } from "../../src/pull/render/render.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { foldersOfPackages } from "../pull/prove-fixture.ts";
import { pullFrom, renderOptions } from "../pull/pull-fixture.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { authFiles } from "./example-database.ts";

// Better Auth's tables in a schema of their own: its adapter looks for `user`, and the pull calls that `userInAuth`.

const models = [
  "user",
  "session",
  "account",
  "verification",
  "organization",
  "member",
  "invitation",
  "twoFactor",
  "passkey",
];
const settings = {
  secret: "jB3Qk8vWf2xLr6TzPn9sYd4Hc7MaGu1E",
  baseURL: "http://localhost:3000",
};

type Exports = Record<string, Record<string, unknown>>;

/** How the adapter is told which tables are meant. */
const ways: Record<string, { options: Partial<RenderOptions>; schema: (all: Exports) => object }> =
  {
    aliases: {
      options: { aliases: Object.fromEntries(models.map((name) => [name, `auth.${name}`])) },
      schema: ({ aliases }) => aliases ?? {},
    },
    "names of their own": {
      options: {
        overrides: {
          tables: Object.fromEntries(models.map((name) => [`auth.${name}`, { name }])),
        },
      },
      schema: (all) => all,
    },
  };

const drivers: Record<
  string,
  (url: string) => { database: AuthDatabase; close: () => Promise<void> }
> = {
  "postgres-js": (url) => {
    const client = postgres(url, { max: 2, onnotice: () => {} });
    return { database: drizzle({ client }), close: () => client.end() };
  },
  "node-postgres": (url) => {
    const pool = new Pool({ connectionString: url, max: 2 });
    return { database: drizzleNode({ client: pool }), close: () => pool.end() };
  },
};

let database: TestDatabase;
let pulled: PulledSchema;

beforeAll(async () => {
  database = await createTestDatabase();
  // A table of the same name in public must not be taken for Better Auth's.
  await runOn(
    database.settings,
    `CREATE SCHEMA auth; CREATE TABLE public."user" (id int PRIMARY KEY, name text)`,
  );
  const files = authFiles().filter(({ path }) => !path.endsWith("-audit.sql"));
  for (const { text } of files) await runOn(database.settings, `SET search_path = auth;\n${text}`);
  pulled = await pullFrom(database.settings);
});
afterAll(() => database.drop());

describe.each(Object.entries(ways))("with %s", (way, { options, schema }) => {
  test.each(Object.entries(drivers))(
    "signs up, in, and out over %s",
    async (driver, open) => {
      const tree = render(pulled, { ...renderOptions, ...options });
      const files = [...tree].map(([path, text]): [string, string] => [`schemas/${path}`, text]);
      const folder = await foldersOfPackages(Object.fromEntries(files));
      const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
      const all = await jiti.import<Exports>(join(folder, "schemas/index.ts"));
      const opened = open(database.url);
      try {
        const auth = betterAuth({
          ...authOptions,
          ...settings,
          database: drizzleAdapter(opened.database, { provider: "pg", schema: schema(all) }),
        });
        const person = {
          name: "Ada",
          email: `${way.replaceAll(" ", "")}@${driver}.example`,
          password: "analytical-engine",
        };
        const { user } = await auth.api.signUpEmail({ body: person });
        expect(user).toMatchObject({ email: person.email, emailVerified: false });
        const { headers } = await auth.api.signInEmail({ body: person, returnHeaders: true });
        const cookie = headers
          .getSetCookie()
          .map((one) => one.split(";", 1)[0])
          .join("; ");
        const signedIn = new Headers({ cookie });
        const current = await auth.api.getSession({ headers: signedIn });
        expect(current?.user.id).toBe(user.id);
        const created = await auth.api.createOrganization({
          headers: signedIn,
          body: { name: "Society", slug: `society-${way.length}-${driver}` },
        });
        const full = await auth.api.getFullOrganization({
          headers: signedIn,
          query: { organizationId: created.id },
        });
        expect(full?.members).toMatchObject([{ role: "owner", user: { email: person.email } }]);
        await auth.api.signOut({ headers: signedIn });
        expect(await auth.api.getSession({ headers: signedIn })).toBeNull();
      } finally {
        await opened.close();
      }
    },
    60_000,
  );
});
