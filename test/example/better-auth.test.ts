import { drizzle } from "drizzle-orm/node-postgres";
import { eq } from "drizzle-orm";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuth } from "../../src/database/auth.ts";
import { createDatabase } from "../../src/database/client.ts";
import {
  eventInAudit,
  session as sessions,
  user as users,
} from "../../src/database/schemas/index.ts";
import { relations } from "../../src/database/schemas/relations.ts";
import type { TestDatabase } from "../support/database.ts";
import { createExampleDatabase } from "./example-database.ts";

const settings = {
  secret: "jB3Qk8vWf2xLr6TzPn9sYd4Hc7MaGu1E",
  baseURL: "http://localhost:3000",
};
const ada = { name: "Ada", email: "ada@waypoint.example", password: "analytical-engine" };

const drivers = {
  "postgres-js": (url: string) => {
    const database = createDatabase(url, { max: 2, onnotice: () => {} });
    return { database, close: () => database.$client.end() };
  },
  "node-postgres": (url: string) => {
    const pool = new Pool({ connectionString: url, max: 2 });
    return { database: drizzle({ client: pool, relations }), close: () => pool.end() };
  },
};

describe.each(Object.entries(drivers))("Better Auth on the pulled schema, with %s", (_, open) => {
  let example: TestDatabase;
  let opened: ReturnType<typeof open>;
  let auth: ReturnType<typeof createAuth>;

  beforeAll(async () => {
    example = await createExampleDatabase();
    opened = open(example.url);
    auth = createAuth(opened.database, settings);
  });

  afterAll(async () => {
    await opened?.close();
    await example?.drop();
  });

  /** Signs in and returns what a browser would send from then on. */
  async function signIn(): Promise<Headers> {
    const { headers } = await auth.api.signInEmail({ body: ada, returnHeaders: true });
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0]);
    expect(cookies).toHaveLength(1);
    return new Headers({ cookie: cookies.join("; ") });
  }

  test("signs a user up, once", async () => {
    const { user } = await auth.api.signUpEmail({ body: { ...ada, username: "Ada_L" } });
    expect(user).toMatchObject({ name: "Ada", email: ada.email, emailVerified: false });
    expect(user.createdAt).toBeInstanceOf(Date);

    await expect(auth.api.signUpEmail({ body: ada })).rejects.toMatchObject({
      body: { code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" },
    });
  });

  test("signs in by email and by user name, and not with another password", async () => {
    const byEmail = await auth.api.signInEmail({ body: ada });
    const byName = await auth.api.signInUsername({
      body: { username: "ada_l", password: ada.password },
    });
    expect(byName?.user.id).toBe(byEmail.user.id);

    await expect(
      auth.api.signInEmail({ body: { ...ada, password: "difference-engine" } }),
    ).rejects.toMatchObject({ status: "UNAUTHORIZED" });
  });

  test("reads the session of a signed-in user, and none without a cookie", async () => {
    const current = await auth.api.getSession({ headers: await signIn() });
    expect(current?.user).toMatchObject({ email: ada.email, username: "ada_l", banned: false });
    expect(current?.session.expiresAt).toBeInstanceOf(Date);
    expect(current?.session.expiresAt.getTime()).toBeGreaterThan(Date.now());

    expect(await auth.api.getSession({ headers: new Headers() })).toBeNull();
  });

  test("creates an organization, which the hand-written trigger records", async () => {
    const headers = await signIn();
    const created = await auth.api.createOrganization({
      headers,
      body: { name: "Analytical Society", slug: "analytical-society" },
    });
    const full = await auth.api.getFullOrganization({
      headers,
      query: { organizationId: created.id },
    });
    expect(full?.members).toMatchObject([{ role: "owner", user: { email: ada.email } }]);

    const events = await opened.database
      .select()
      .from(eventInAudit)
      .where(eq(eventInAudit.organizationId, created.id));
    expect(events).toMatchObject([
      { action: "added", subject: `member:${full?.members[0]?.id}`, detail: { role: "owner" } },
    ]);
  });

  test("reaches the tables of the other plugins", async () => {
    const headers = await signIn();
    const enabled = await auth.api.enableTwoFactor({ headers, body: { password: ada.password } });
    expect(enabled).toMatchObject({ method: "totp", backupCodes: expect.any(Array) });
    await auth.api.disableTwoFactor({ headers, body: { password: ada.password } });

    expect(await auth.api.listPasskeys({ headers: await signIn() })).toEqual([]);

    await opened.database.update(users).set({ role: "admin" }).where(eq(users.email, ada.email));
    const listed = await auth.api.listUsers({ headers: await signIn(), query: {} });
    expect(listed).toMatchObject({ total: 1, users: [{ email: ada.email, role: "admin" }] });
  });

  test("answers relational queries over the pulled relations", async () => {
    const found = await opened.database.query.organization.findFirst({
      where: { slug: "analytical-society" },
      with: { members: { with: { user: true } } },
    });
    expect(found?.members.map((member) => member.user?.email)).toEqual([ada.email]);
  });

  test("refuses a session that has expired", async () => {
    const headers = await signIn();
    const current = await auth.api.getSession({ headers });
    expect(current).not.toBeNull();

    const past = new Date(Date.now() - 1_000);
    const expired = await opened.database
      .update(sessions)
      .set({ expiresAt: past })
      .where(eq(sessions.id, current!.session.id))
      .returning({ expiresAt: sessions.expiresAt });
    expect(expired).toEqual([{ expiresAt: past }]);

    expect(await auth.api.getSession({ headers })).toBeNull();
    await expect(auth.api.listSessions({ headers })).rejects.toMatchObject({
      status: "UNAUTHORIZED",
    });
  });
});
