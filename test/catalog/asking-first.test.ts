import { afterAll, beforeAll, expect, it } from "vitest";
import { bookkeepingTables } from "../../src/catalog/bookkeeping.ts";
import { factsQuery } from "../../src/catalog/queries.ts";
import { beginReading } from "../../src/catalog/session.ts";
import { openReadingSession } from "../../src/postgres/reading-session.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

// Queries ask first whether an object has any of the rare attributes, and build these only then. Each object of this schema
// has one of them, and no other.

const constraints = [
  "unique (a) include (b)",
  "exclude using btree (a with =)",
  "foreign key (a) references target match full",
  "foreign key (a) references target on update cascade",
  "foreign key (a) references target on delete set null",
  "foreign key (a, b) references pairs on delete set null (a)",
  "foreign key (a) references target deferrable",
  "unique (a) deferrable initially deferred",
  "foreign key (a) references target not valid",
  "check (a > 0) not valid",
  "check (a > 0) no inherit",
  "unique nulls not distinct (a)",
  "unique (a) with (fillfactor = 50)",
];

const afterwards = [
  "alter table T add constraint c unique (a); comment on constraint c on T is 'x'",
  "alter table T add constraint T_c unique (a); comment on index T_c is 'x'",
  "alter table T add constraint T_c unique (a); alter table T cluster on T_c",
  "alter table T alter a set not null, add constraint T_c unique (a), replica identity using index T_c",
  "alter table T add constraint T_c unique (a); alter index T_c depends on extension plpgsql",
  "alter table T add constraint T_c unique (a); update pg_index set indisvalid = false where indexrelid = 'T_c'::regclass",
  "alter table T add foreign key (a) references target; alter table T disable trigger all",
  "alter table T add foreign key (a) references target; update pg_trigger set tgenabled = 'R' where tgrelid = 'T'::regclass",
  "alter table T add foreign key (a) references target; update pg_trigger set tgenabled = 'A' where tgrelid = 'T'::regclass",
  "create foreign table T_child (a int options (x 'y')) server there",
  "create foreign table T_child (a int) server there options (x 'y')",
  "alter table T add check (a > 0); create table T_child () inherits (T)",
  "create table T_child (a int, b int, c text) partition by range (a); create table T_part partition of T_child default; alter table T_child add unique (a)",
  "create table T_child (a int references target, b int) partition by range (a); create table T_part partition of T_child default",
  "create table T_child (a int, b int) partition by range (a); create table T_part partition of T_child default; create index T_i on T_child (a)",
  `create table T_p (a int not null, b int default 3, check (a > 0)) partition by range (a);
   create table T_q partition of T_p for values from (1) to (9) partition by list (b);
   create table T_r partition of T_q for values in (1); alter table T_r alter b set default 7; alter table T_p add primary key (a, b)`,
  "create table T_child (a int, d int) inherits (T); alter table T add e int not null default 1",
  "create unique index on T (a) nulls not distinct",
  "create index on T (a) include (b)",
  "create index on T (a) with (fillfactor = 50)",
  "create index T_i on T ((a + b)); alter index T_i alter column 1 set statistics 7",
  "create index T_i on T (a); update pg_index set indisvalid = false where indexrelid = 'T_i'::regclass",
  "create index T_i on T (a); alter table T cluster on T_i",
  "alter table T alter a set not null; create unique index T_i on T (a); alter table T replica identity using index T_i",
  "create index T_i on T (a); alter index T_i depends on extension plpgsql",
  "create index T_i on T (a); comment on index T_i is 'x'",
  "create type T_t as (a int); create table T_child of T_t",
  "alter table T set unlogged",
  "alter table T force row level security",
  "alter table T enable row level security",
  "alter table T replica identity nothing",
  "alter table T replica identity full",
  "alter table T set (fillfactor = 50)",
  "alter table T set (toast.autovacuum_enabled = false)",
  "comment on table T is 'x'",
  "grant select on T to public",
  "comment on type T is 'x'",
  'alter table T alter c type text collate "C"',
  "alter table T alter c set storage external",
  "alter table T alter c set compression pglz",
  "alter table T alter c set statistics 7",
  "alter table T alter c set (n_distinct = 7)",
  "comment on column T.c is 'x'",
  "grant select (c) on T to public",
  "alter table T add d int generated always as (a + 1) stored",
  "alter table T add d int default 7",
  ...[
    "as identity",
    "as identity (increment 2)",
    "as identity (increment -1)",
    "as identity (minvalue 0 start 1)",
    "as identity (maxvalue 7)",
    "as identity (start 7)",
    "as identity (cache 7)",
    "as identity (cycle)",
  ].map((identity) => `alter table T add d bigint generated always ${identity}`),
  "alter table T add d int generated by default as identity; alter sequence T_d_seq as bigint",
  "alter table T add d int generated by default as identity; alter sequence T_d_seq set unlogged",
  "alter table T add d int generated by default as identity; alter table T set unlogged; alter sequence T_d_seq set logged",
  "alter table T add d int generated by default as identity; comment on sequence T_d_seq is 'x'",
  "alter table T add d int generated by default as identity; grant select on T_d_seq to public",
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const statements = [
    ...constraints.map((constraint) => `alter table T add ${constraint}`),
    ...afterwards,
  ];
  const each = statements.map((statement, index) =>
    `create table T (a int, b int, c text);\n${statement};`.replaceAll(/\bT(?=\b|_)/g, `t${index}`),
  );
  const targets = `create table target (a int primary key);
create table pairs (a int, b int, primary key (a, b));
create foreign data wrapper elsewhere;
create server there foreign data wrapper elsewhere;`;
  await runOn(database.settings, `${targets}\n${each.join("\n")}`);
});
afterAll(() => database.drop());

it("leaves out nothing", async () => {
  const asking = factsQuery();
  let asked = 0;
  const never = asking.replaceAll(/CASE WHEN (?:(?!CASE WHEN)[^])*?\n *THEN '\{\}'\n/g, () => {
    asked += 1;
    return "CASE WHEN false THEN '{}'\n";
  });
  expect(asked).toBeGreaterThanOrEqual(6);
  const session = await openReadingSession(database.settings, { applicationName: "test" });
  try {
    await session.query(beginReading({ bookkeeping: bookkeepingTables, statementTimeout: 0 }));
    const sorted = async (text: string) =>
      (await session.query(text))[0]!.map((row) => JSON.stringify(row)).toSorted();
    const facts = await sorted(never);
    expect(await sorted(asking)).toEqual(facts);
    expect(facts.length).toBeGreaterThan(300);
  } finally {
    session.end();
  }
});
