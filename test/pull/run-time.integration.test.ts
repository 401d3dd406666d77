import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createJiti } from "jiti";
import { describe, expect, test } from "vitest";
import { createTestDatabase, runOn } from "../support/database.ts";
import { foldersOfPackages } from "./prove-fixture.ts";
import { renderFrom } from "./pull-fixture.ts";

// What an application does with a pulled schema, through the query builder and through relational queries, with rows.

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

interface Application {
  /** The schema, from this folder. */
  sql: string;
  /** What is imported of it, and the body of a function of `db`. */
  imports: string;
  body: string;
  expected: unknown;
}

const theContent = {
  picture: Buffer.from("a"),
  digest: Buffer.from("b"),
  price: "12345678901234567890.0000000001",
  count: "9007199254740993",
  object: 7,
  from: "(Elm,1)",
  to: "(Oak,2)",
  parcel: "(1)",
  labels: '"a"=>"1"',
  since: "2026-03-01 12:00:00.5+00",
  noted: "2026-03-01 12:00:00",
};

const relatedThing = {
  ownerId: 1,
  document: { a: [1, "b"] },
  draft: "text",
  labels: ["a,b", "c"],
  ownLabels: ["{}"],
  emails: ["a@b.c", 'd"@e,f'],
  words: ["AbC"],
  feelings: ["so so"],
  amounts: ["12345678901234567890.5"],
  counts: ["9007199254740993"],
  instants: ["2026-03-01 12:00:00.5+00"],
  places: ['("Elm St",1)'],
  stores: ['"a"=>"1"'],
  spans: ["[1,5)", "empty"],
  percents: [1, 2],
  agreed: [true, false],
  ratios: [
    [0.5, Number.NaN],
    [1, 2],
  ],
  objects: [7],
};

/** `pg` makes numbers of a list of numeric, and JSON does; the domain has nothing to say about that. */
const theThing = { ...relatedThing, sums: ["12345678901234567890.5000000000"] };

const applications: Record<string, Application> = {
  "the shop": {
    sql: "../fixtures/schemas/shop.sql",
    imports:
      "categoryInShop, customerInShop, openOrderInShop, orderLineInShop, ordersInShop, productInShop",
    body: `
      const [ada] = await db.insert(customerInShop).values({ email: "ada@a.b", name: "Ada" }).returning();
      await db.insert(customerInShop).values({ email: "bob@a.b", name: "Bob", referredBy: ada!.id, tags: ["new"] });
      const [tools] = await db.insert(categoryInShop).values({ name: "Tools", path: "tools" }).returning();
      await db.insert(productInShop).values({ sku: "SAW-1", title: "Saw", unitPrice: "9.90", categoryId: tools!.id });
      const placed = new Date("2026-03-01T12:00:00Z");
      await db.insert(ordersInShop).values({ id: 1, customerId: ada!.id, placed, total: "19.80", channel: "Shop Floor" });
      await db.insert(orderLineInShop).values({ orderId: 1, placed, line: 1, sku: "SAW-1", quantity: 2, price: "9.90" });
      const open = await db.select().from(openOrderInShop);
      const joined = await db.select({ name: customerInShop.name, total: ordersInShop.total })
        .from(ordersInShop).innerJoin(customerInShop, eq(ordersInShop.customerId, customerInShop.id));
      const related = await db.query.customerInShop.findMany({
        columns: { name: true, tags: true, settings: true },
        with: {
          customerInShop: { columns: { name: true } },
          ordersInShops: { columns: { state: true, placed: true }, with: { orderLineInShops: { with: { productInShop: { with: { categoryInShop: true } } } } } },
        },
        where: { joined: { lte: new Date(Date.now() + 60_000) } },
        orderBy: { name: "asc" },
      });
      return { open, joined, related };`,
    expected: {
      open: [{ id: 1, placed: new Date("2026-03-01T12:00:00Z"), name: "Ada" }],
      joined: [{ name: "Ada", total: "19.80" }],
      related: [
        {
          name: "Ada",
          tags: [],
          settings: { news: true },
          customerInShop: null,
          ordersInShops: [
            {
              state: "cart",
              placed: new Date("2026-03-01T12:00:00Z"),
              orderLineInShops: [
                { quantity: 2, productInShop: { title: "Saw", categoryInShop: { name: "Tools" } } },
              ],
            },
          ],
        },
        { name: "Bob", tags: ["new"], customerInShop: { name: "Ada" }, ordersInShops: [] },
      ],
    },
  },
  "the teams of the drift tests": {
    sql: "../drift/changes/base.sql",
    imports: "memberInApp, teamInApp, teamSizeInApp",
    body: `
      const [team] = await db.insert(teamInApp).values({ slug: "red", mail: "red@a.b" }).returning();
      await db.insert(memberInApp).values({ teamId: team!.id, userName: "ada", during: "[2020-01-01,2021-01-01)" });
      await db.refreshMaterializedView(teamSizeInApp);
      const sizes = await db.select().from(teamSizeInApp);
      const updated = await db.update(teamInApp).set({ score: "1.5" }).where(eq(teamInApp.slug, "red")).returning({ score: teamInApp.score, shout: teamInApp.shout });
      const related = await db.query.memberInApp.findFirst({ where: { userName: "ada" }, with: { teamInApp: { columns: { slug: true, state: true } } } });
      return { sizes, updated, related };`,
    expected: {
      sizes: [{ members: 1 }, { members: 1 }, { members: 1 }],
      updated: [{ score: "1.50", shout: "UNNAMED" }],
      related: { userName: "ada", teamInApp: { slug: "red", state: "draft" } },
    },
  },
  "people and their messages": {
    sql: "../fixtures/pull/relations.sql",
    imports: "message, messageTopic, person, profile, project, tenant, topic",
    body: `
      await db.insert(person).values([{ id: 1 }, { id: 2, bestFriend: 1 }]);
      await db.insert(profile).values({ personId: 1 });
      await db.insert(message).values({ id: 10, sender: 1, recipient: 2, person: "x" });
      await db.insert(topic).values([{ id: 5 }, { id: 6 }]);
      await db.insert(messageTopic).values([{ messageId: 10, topicId: 6 }, { messageId: 10, topicId: 5 }]);
      await db.insert(tenant).values({ id: 1, region: "eu" });
      await db.insert(project).values({ id: 7, tenantId: 1, region: "eu" });
      const counted = await db.select({ sender: message.sender, count: count() }).from(message).groupBy(message.sender);
      const messages = await db.query.message.findMany({ with: { personSender: true, personRecipient: { with: { personBestFriend: true } }, topics: { orderBy: { id: "asc" } } } });
      const projects = await db.query.project.findMany({ with: { tenant: true } });
      const people = await db.query.person.findMany({ with: { profile: true }, orderBy: { id: "asc" } });
      return { counted, messages, projects, people };`,
    expected: {
      counted: [{ sender: 1, count: 1 }],
      messages: [
        {
          id: 10,
          personSender: { id: 1 },
          personRecipient: { id: 2, personBestFriend: { id: 1 } },
          topics: [{ id: 5 }, { id: 6 }],
        },
      ],
      projects: [{ id: 7, tenant: { id: 1, region: "eu" } }],
      people: [{ profile: { personId: 1 } }, { profile: null }],
    },
  },
  "relations of long names": {
    sql: "../fixtures/pull/long-relations.sql",
    imports:
      "organizationMembershipInvitationReminder as reminder, organizationMembershipInvitationReminderDeliveryAttempt as attempt",
    body: `
      await db.insert(reminder).values([{ id: 1, note: "a" }, { id: 2, note: "b" }]);
      await db.insert(attempt).values({ id: 1, organizationMembershipInvitationReminderFirst: 1, organizationMembershipInvitationReminderLast: 2 });
      const [found] = await db.query.organizationMembershipInvitationReminderDeliveryAttempt.findMany({
        with: {
          organizationMemberOrganizationMembershipInvitationReminderFirst: { with: { organizationMemberOrganizationMembershipInvitationReminderFirst: true } },
          organizationMembersOrganizationMembershipInvitationReminderLast: true,
        },
      });
      const first = found?.organizationMemberOrganizationMembershipInvitationReminderFirst;
      const lengths = Object.values(relations).flatMap((table) => Object.keys(table.relations).map((name) => Buffer.byteLength(name)));
      return {
        first: first?.note,
        attempts: first?.organizationMemberOrganizationMembershipInvitationReminderFirst.map(({ id }) => id),
        last: found?.organizationMembersOrganizationMembershipInvitationReminderLast?.note,
        longest: Math.max(...lengths),
      };`,
    expected: { first: "a", attempts: [1], last: "b", longest: 63 },
  },
  "values that JSON has in another form": {
    sql: "../fixtures/pull/custom-type-json.sql",
    imports: "content, parcel",
    body: `
      await db.insert(parcel).values({ id: 1 });
      await db.insert(content).values({ id: 1, parcelId: 1, picture: Buffer.from("a"), digest: Buffer.from("b"), price: "12345678901234567890.0000000001",
        count: "9007199254740993", object: 7, from: "(Elm,1)", to: "(Oak,2)", parcel: "(1)", labels: "a=>1",
        since: "2026-03-01 12:00:00.5+00", noted: "2026-03-01 12:00:00" });
      const own = await db.select().from(content);
      const [related] = await db.query.parcel.findMany({ with: { contents: true } });
      const price: string | null | undefined = related?.contents[0]?.price;
      return { own, related: related?.contents, price };`,
    expected: {
      own: [theContent],
      related: [theContent],
      price: "12345678901234567890.0000000001",
    },
  },
  "values that drivers write and read differently": {
    sql: "../fixtures/pull/custom-type-input.sql",
    imports: "owner, thing",
    body: `
      const pool = new pg.Pool({ connectionString: url, max: 1, options: "-c TimeZone=UTC" });
      const other = nodePostgres({ client: pool, relations });
      await db.insert(owner).values({ id: 1 });
      const row = { ownerId: 1, document: { a: [1, "b"] }, draft: "text", labels: ["a,b", "c"], ownLabels: ["{}"], sums: ["12345678901234567890.5"],
        emails: ["a@b.c", 'd"@e,f'], words: ["AbC"], feelings: ["so so"], amounts: ["12345678901234567890.5"], counts: ["9007199254740993"],
        instants: ["2026-03-01 12:00:00.5+00"], places: ['("Elm St",1)'], stores: ['"a"=>"1"'], spans: ["[1,5)", "empty"],
        percents: [1, 2], agreed: [true, false], ratios: [[0.5, Number.NaN], [1, 2]], objects: [7] };
      await db.insert(thing).values({ ...row, id: 1 });
      await other.insert(thing).values({ ...row, id: 2 });
      const own = await db.select().from(thing).orderBy(thing.id);
      const others = await other.select({ ...getColumns(thing), sums: sql<string[]>\`\${thing.sums}::text[]\` }).from(thing).orderBy(thing.id);
      const related = await db.query.owner.findMany({ with: { things: { columns: { sums: false }, orderBy: { id: "asc" } } } });
      const withOther = await other.query.owner.findMany({ with: { things: { columns: { sums: false }, orderBy: { id: "asc" } } } });
      // What was read is written again, and found again.
      await db.insert(thing).values({ ...own[0]!, id: 3 });
      await other.insert(thing).values({ ...others[0]!, id: 4 });
      const where = and(eq(thing.document, own[0]!.document), eq(thing.labels, own[0]!.labels!), arrayContains(thing.emails, ["a@b.c"]), arrayContains(thing.percents, [2]), eq(thing.agreed, own[0]!.agreed!), eq(thing.spans, own[0]!.spans!));
      const found = [await db.$count(thing, where), await other.$count(thing, where)];
      await pool.end();
      const [first] = related;
      const emails: string[] | null | undefined = first?.things[0]?.emails;
      const percents: number[] | null | undefined = first?.things[0]?.percents;
      const agreed: boolean[] | null | undefined = first?.things[0]?.agreed;
      return { own, others, related: first?.things, withOther: withOther[0]?.things, found, emails, percents, agreed };`,
    expected: {
      own: [theThing, theThing],
      others: [theThing, theThing],
      related: [relatedThing, relatedThing],
      withOther: [relatedThing, relatedThing],
      found: [4, 4],
      emails: ["a@b.c", 'd"@e,f'],
    },
  },
  "names of every sort": {
    sql: "../fixtures/pull/hostile-names.sql",
    imports:
      "constructorInConstructor, customTypeTable, newLine, protoInConstructor, u60InAu60$u7bbu7du5c as odd, user, userInUserTable, userTable, viewX",
    body: `
      const row = { "\`": 1, x: 2, "\\\\": 3, "\\\\\\\\": 4, u0041: 5, "'": 6, '"': 7, "*/": 8, "<!--": 9, script: 10, "?": 11, _1: 12, i: 13 };
      const [inserted] = await db.insert(odd).values(row).returning();
      const view = await db.select().from(viewX);
      await db.insert(customTypeTable).values({ a: "\`\${x}", c: ["off"], d: "on" });
      const typed = await db.select().from(customTypeTable);
      await db.insert(user).values({ id: 1, enableRLSColumn: true, _Column: 2, _ColumnColumn: 3, getSQL: 4 });
      const users = await db.select().from(user);
      await db.insert(userTable).values({ id: 1, user_id: 1, userId: 2, "user-id": 3, UserId: 4, "user id": 5, userID: 6 });
      await db.insert(userInUserTable).values({ id: 1 });
      const related = await db.query.userInUserTable.findMany({ with: { userTable: true } });
      await db.insert(constructorInConstructor).values({ constructorColumn: 1, proto: 2, then: 4 });
      await db.insert(protoInConstructor).values({ proto: 1 });
      const natures = await db.query.protoInConstructor.findMany({ with: { constructorInConstructor: true } });
      await db.insert(newLine).values({ newLine: 1, tabStop: 2, carRiage: 3 });
      const lines = await db.select().from(newLine).where(eq(newLine.newLine, 1));
      return { same: JSON.stringify(inserted) === JSON.stringify(row), view, typed, users, related, natures, lines };`,
    expected: {
      same: true,
      view: [{ y: 1, constructorColumn: 8, proto: 3 }],
      typed: [{ a: "`${x}", b: 1, c: ["off"], d: "on", e: "-", f: "__proto__" }],
      users: [
        { id: 1, enableRLSColumn: true, _Column: 2, _ColumnColumn: 3, __Column: null, getSQL: 4 },
      ],
      related: [
        {
          id: 1,
          userTable: { user_id: 1, userId: 2, "user-id": 3, UserId: 4, "user id": 5, userID: 6 },
        },
      ],
      natures: [
        {
          proto: 1,
          constructorInConstructor: {
            constructorColumn: 1,
            proto: 2,
            toStringColumn: null,
          },
        },
      ],
      lines: [{ newLine: 1, tabStop: 2, carRiage: 3 }],
    },
  },
};

describe.each(Object.entries(applications))("%s", (_, { sql, imports, body, expected }) => {
  test("rows go in and come out as the types say", async () => {
    const database = await createTestDatabase();
    try {
      await runOn(database.settings, readFileSync(new URL(sql, import.meta.url), "utf8"));
      const files = [...(await renderFrom(database.settings))].map(
        ([path, text]): [string, string] => [`schemas/${path}`, text],
      );
      const folder = await foldersOfPackages({
        ...Object.fromEntries(files),
        "application.ts": `import { and, arrayContains, count, eq, getColumns, sql } from "drizzle-orm";
import { drizzle as nodePostgres } from "drizzle-orm/node-postgres";
import { drizzle } from "drizzle-orm/postgres-js";
import pg from "pg";
import postgres from "postgres";
import { ${imports} } from "./schemas/index.ts";
import { relations } from "./schemas/relations.ts";

export async function work(url: string) {
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    const db = drizzle({ client, relations });${body}
  } finally {
    await client.end();
  }
}
export const used = [and, arrayContains, count, eq, getColumns, nodePostgres, pg, sql];\n`,
        "tsconfig.json": JSON.stringify({
          compilerOptions: {
            target: "ES2023",
            module: "nodenext",
            strict: true,
            allowImportingTsExtensions: true,
            noEmit: true,
            skipLibCheck: true,
            types: ["node"],
          },
          include: ["*.ts"],
        }),
      });
      const checked = await run(process.execPath, [tsc, "-p", folder]).catch(
        (error: unknown) => error as { stdout: string },
      );
      expect(checked.stdout).toBe("");
      const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
      const application = await jiti.import<{ work(url: string): Promise<unknown> }>(
        join(folder, "application.ts"),
      );
      expect(await application.work(database.url)).toMatchObject(expected as object);
    } finally {
      await database.drop();
    }
  }, 300_000);
});
