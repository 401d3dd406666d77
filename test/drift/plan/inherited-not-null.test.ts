import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withDomainNotNull } from "../../../src/drift/plan/domain-not-null.ts";
import { withInheritedNotNull } from "../../../src/drift/plan/inherited-not-null.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

type Attributes = Fact["attributes"];

/** A parent and its child, whose column has these attributes. */
function family(parent: Attributes, child: Attributes): Fact[] {
  return [
    fact("table", "app.base"),
    fact("column", "app.base.label", parent),
    fact("table", "app.child", { inherits: ["app.base"] }),
    fact("column", "app.child.label", { inherited: true, ...child }),
  ];
}

function told(from: readonly Fact[], to: readonly Fact[], ...statements: string[]): string[] {
  const catalogs = { from: catalogOf(from), to: catalogOf(to) };
  return withInheritedNotNull(statements.map(ownStatement), catalogs).map(({ sql }) => sql);
}

const parent = 'ALTER TABLE "app"."base" ALTER COLUMN "label"';
const child = "ALTER TABLE ONLY app.child ALTER COLUMN label";
const notNull = { notNull: true };

describe("the NOT NULL of a parent and its child", () => {
  it("is handed down", () => {
    const [set, drop] = ["SET NOT NULL", "DROP NOT NULL"];
    const [without, wanted] = [family({}, {}), family(notNull, notNull)];
    expect(told(without, wanted, `${parent} ${set}`, `${child} ${set}`)).toEqual([
      `${parent} ${set}`,
    ]);
    expect(told(wanted, without, `${parent} ${drop}`, `${child} ${drop}`)).toEqual([
      `${parent} ${drop}`,
    ]);
  });

  it("is handed down unchecked, too", () => {
    const unchecked = { notNull: true, notNullConstraint: { name: "there", notValid: true } };
    const add = "ALTER TABLE app.base ADD CONSTRAINT there NOT NULL label NOT VALID";
    const set = `${child} SET NOT NULL`;
    expect(told(family({}, {}), family(unchecked, unchecked), set, add)).toEqual([add]);
    const own = add.replace("label", "label NO INHERIT");
    expect(told(family({}, {}), family(unchecked, notNull), set, own)).toEqual([set, own]);
  });

  it("stays the child's where it leaves the parent", () => {
    expect(told(family(notNull, notNull), family({}, notNull), `${parent} DROP NOT NULL`)).toEqual([
      'ALTER TABLE ONLY "app"."base" ALTER COLUMN "label" DROP NOT NULL',
    ]);
    const partitioned = [
      fact("table", "app.base", { partitionBy: "LIST (label)" }),
      ...family(notNull, notNull).slice(1),
    ];
    expect(told(partitioned, family({}, notNull), `${parent} DROP NOT NULL`)).toEqual([
      `${parent} DROP NOT NULL`,
      `${child} SET NOT NULL`,
    ]);
    expect(told(family({}, {}), family({}, notNull), `${child} SET NOT NULL`)).toEqual([
      `${child} SET NOT NULL`,
    ]);
  });

  it("stays the partition's where both are called like a keyword", () => {
    const tables = (ofParent: Attributes, ofPartition: Attributes) => [
      fact("table", 'app."order"', { partitionBy: 'RANGE ("user")' }),
      fact("column", 'app."order"."user"', ofParent),
      fact("table", 'app."end"', { partitionOf: 'app."order"' }),
      fact("column", 'app."end"."user"', { inherited: true, ...ofPartition }),
    ];
    const drop = 'ALTER TABLE "app"."order" ALTER COLUMN "user" DROP NOT NULL';
    expect(told(tables(notNull, notNull), tables({}, notNull), drop)).toEqual([
      drop,
      'ALTER TABLE ONLY app."end" ALTER COLUMN "user" SET NOT NULL',
    ]);
  });

  it("is handed down by a partition that has some of its own, whichever comes first", () => {
    const tables = (attributes: Attributes) => [
      fact("table", "app.log", { partitionBy: "RANGE (at)" }),
      fact("column", "app.log.until"),
      ...["app.a", "app.log_2026", "app.z"].flatMap((name) => [
        fact("table", name, { partitionOf: name === "app.log_2026" ? "app.log" : "app.log_2026" }),
        fact("column", `${name}.until`, { inherited: true, ...attributes }),
      ]),
    ];
    const alone = (verb: string) =>
      ["app.a", "app.log_2026", "app.z"].map(
        (name) => `ALTER TABLE ONLY ${name} ALTER COLUMN until ${verb} NOT NULL`,
      );
    for (const [verb, from, to] of [
      ["SET", {}, notNull],
      ["DROP", notNull, {}],
    ] as const)
      expect(told(tables(from), tables(to), ...alone(verb))).toEqual([
        `ALTER TABLE app.log_2026 ALTER COLUMN until ${verb} NOT NULL`,
      ]);
  });

  it("is made with its name", () => {
    const named = { notNull: true, notNullConstraint: { name: 'The "label"' } };
    const add = 'ALTER TABLE "app"."base" ADD CONSTRAINT "The ""label""" NOT NULL "label"';
    expect(
      told(
        family({}, {}),
        family(named, notNull),
        `${parent} SET NOT NULL`,
        `${child} SET NOT NULL`,
        'ALTER TABLE app.base RENAME CONSTRAINT "base_label_not_null" TO "The ""label"""',
      ),
    ).toEqual([add]);
    const alone = { notNull: true, notNullConstraint: { name: "own", noInherit: true } };
    expect(
      told(
        family({}, {}),
        family(alone, notNull),
        `${parent} SET NOT NULL`,
        `${child} SET NOT NULL`,
        'ALTER TABLE app.base ALTER CONSTRAINT "own" NO INHERIT',
      ),
    ).toEqual([
      'ALTER TABLE "app"."base" ADD CONSTRAINT "own" NOT NULL "label" NO INHERIT',
      `${child} SET NOT NULL`,
    ]);
  });
});

describe("a domain's NOT NULL, as PostgreSQL 17 knows it", () => {
  const domain = (notNullConstraint?: Attributes) =>
    catalogOf([
      fact("domain", "app.code", notNullConstraint === undefined ? {} : { notNullConstraint }),
    ]);
  const planned = (from: ReturnType<typeof domain>, to: typeof from, ...statements: string[]) =>
    withDomainNotNull(statements.map(ownStatement), { from, to }).map(({ sql }) => sql);
  const alter = 'ALTER DOMAIN "app"."code"';

  it("is set or dropped once", () => {
    const [set, drop] = [`${alter} SET NOT NULL`, `${alter} DROP NOT NULL`];
    const add = (name: string) => `${alter} ADD CONSTRAINT "${name}" NOT NULL`;
    const [given, named] = [domain(), domain({ name: "needed" })];
    expect(planned(given, given, set, add("code_not_null"))).toEqual([set]);
    expect(planned(given, named, set, add("needed"))).toEqual([add("needed")]);
    expect(planned(given, named, set)).toEqual([set]);
    const [one, other] = ["code_not_null", "needed"].map(
      (name) => `${alter} DROP CONSTRAINT "${name}"`,
    );
    expect(planned(given, given, one!, drop)).toEqual([drop]);
    expect(planned(named, given, other!, drop)).toEqual([drop]);
    expect(planned(given, given, other!, drop)).toEqual([other, drop]);
  });

  it("is made once", () => {
    const make = `CREATE DOMAIN "app"."code" AS text DEFAULT 'a'::text`;
    const check = ` CONSTRAINT "c" CHECK ((VALUE <> ''::text))`;
    const own = ` CONSTRAINT "needed" NOT NULL`;
    const to = domain({ name: "needed" });
    expect(planned(domain(), to, `${make} NOT NULL${check}${own}`)).toEqual([
      `${make}${check}${own}`,
    ]);
    expect(planned(domain(), to, `${make} NOT NULL${check}`)).toEqual([`${make} NOT NULL${check}`]);
  });
});
