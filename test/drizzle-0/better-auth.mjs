// Better Auth on a pulled schema, through drizzle-orm 0.45: each step's name is printed when it has passed.
// node --import tsx better-auth.mjs PACKAGE SCHEMA_INDEX DRIVER URL
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { eq } from "drizzle-orm";
import { drizzle as overPg } from "drizzle-orm/node-postgres";
import { drizzle as overPostgres } from "drizzle-orm/postgres-js";
import { Pool } from "pg";
import postgres from "postgres";

const [name, index, driver, url] = process.argv.slice(2);
const { betterAuth } = await import(name);
const { drizzleAdapter } = await import(`${name}/adapters/drizzle`);
const { admin, organization, twoFactor, username } = await import(`${name}/plugins`);
const schema = await import(pathToFileURL(index).href);

const client =
  driver === "postgres-js"
    ? postgres(url, { max: 2 })
    : new Pool({ connectionString: url, max: 2 });
// Renames every column that doesn't say its name.
const options = { client, schema, casing: "snake_case" };
const db = driver === "postgres-js" ? overPostgres(options) : overPg(options);
// Related rows by one query, as 1.7 and 1.4 call it: the adapter then asks for relations by names of its own.
const joins = driver === "node-postgres";
const auth = betterAuth({
  advanced: { database: { joins } },
  experimental: { joins },
  secret: "jB3Qk8vWf2xLr6TzPn9sYd4Hc7MaGu1E",
  baseURL: "http://localhost:3000",
  emailAndPassword: { enabled: true },
  plugins: [username(), admin(), organization(), twoFactor()],
  database: drizzleAdapter(db, { provider: "pg", schema }),
});
const ada = { name: "Ada", email: "ada@waypoint.example", password: "analytical-engine" };

async function signIn() {
  const { headers } = await auth.api.signInEmail({ body: ada, returnHeaders: true });
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0]);
  return new Headers({ cookie: cookies.join("; ") });
}

async function step(title, work) {
  await work();
  process.stdout.write(`${title}\n`);
}

await step("sign up", async () => {
  const { user } = await auth.api.signUpEmail({ body: { ...ada, username: "Ada_L" } });
  assert.ok(user.createdAt instanceof Date);
  await assert.rejects(auth.api.signUpEmail({ body: ada }));
});
await step("sign in", async () => {
  const byName = await auth.api.signInUsername({
    body: { username: "ada_l", password: ada.password },
  });
  assert.equal(byName.user.email, ada.email);
  await assert.rejects(auth.api.signInEmail({ body: { ...ada, password: "difference-engine" } }));
});
await step("session", async () => {
  const current = await auth.api.getSession({ headers: await signIn() });
  assert.equal(current.user.username, "ada_l");
  assert.ok(current.session.expiresAt instanceof Date && current.session.expiresAt > new Date());
  assert.equal(await auth.api.getSession({ headers: new Headers() }), null);
});
await step("organization", async () => {
  const headers = await signIn();
  const { id } = await auth.api.createOrganization({
    headers,
    body: { name: "Analytical Society", slug: "society" },
  });
  const full = await auth.api.getFullOrganization({ headers, query: { organizationId: id } });
  assert.deepEqual(
    full.members.map(({ role, user }) => [role, user.email]),
    [["owner", ada.email]],
  );
  const invitation = await auth.api.createInvitation({
    headers,
    body: { organizationId: id, email: "babbage@waypoint.example", role: "member" },
  });
  assert.equal(invitation.status, "pending");
});
await step("relational query", async () => {
  const found = await db.query.organization.findFirst({
    where: eq(schema.organization.slug, "society"),
    with: { members: { with: { user: true } } },
  });
  assert.deepEqual(
    found.members.map(({ user }) => user.email),
    [ada.email],
  );
});
await step("expired session refused", async () => {
  const headers = await signIn();
  const current = await auth.api.getSession({ headers });
  const past = new Date(Date.now() - 1000);
  const { session } = schema;
  const rows = await db
    .update(session)
    .set({ expiresAt: past })
    .where(eq(session.id, current.session.id))
    .returning({ expiresAt: session.expiresAt });
  assert.deepEqual(rows, [{ expiresAt: past }]);
  assert.equal(await auth.api.getSession({ headers }), null);
  await assert.rejects(auth.api.listSessions({ headers }));
});
await step("sign out", async () => {
  const headers = await signIn();
  assert.equal((await auth.api.signOut({ headers })).success, true);
  assert.equal(await auth.api.getSession({ headers }), null);
});
await client.end();
