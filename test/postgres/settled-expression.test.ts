import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { settledExpression } from "../../src/postgres/settled-expression.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

const table = `CREATE DOMAIN code AS varchar(5); CREATE TYPE "My Kind" AS ENUM ('a', 'b');
  CREATE TABLE t (v varchar(9), s text, n numeric, f float8, b bool, c code, at timestamp, i int, big bigint, e "My Kind", d text[])`;

/** PostgreSQL itself says what it reads in its own print. */
const expressions = [
  "v IN ('a', 'b')",
  "v NOT IN ('a', 'it''s, or ]')",
  "v IN ('(ARRAY[1])::text[]', '((a AND b) AND c)')",
  "n = ANY (ARRAY[1, -2])",
  "n = ANY (ARRAY[big, i])",
  "n = ANY (ARRAY[i + 1, abs(i)])",
  "c IN ('a', 'b')",
  "s = ANY (ARRAY[v, lower(v), s::varchar, NULL])",
  "CASE WHEN v IN ('a', 'b') THEN b ELSE v IN ('c', 'd') END",
  "n BETWEEN 1 AND 2 AND f BETWEEN 3 AND 4 AND b",
  "n NOT BETWEEN 1 AND 2 OR b OR v IN ('a', 'b')",
  "n BETWEEN SYMMETRIC 1 AND 2 OR b",
  "b AND (n BETWEEN 1 AND 2 AND b)",
  "(n, f) = (1, 2) AND b",
  "(n, f) <> (1, 2) OR b",
  "n IN (1, f) OR b",
  "n NOT IN (1, i) AND NOT b",
  "(n BETWEEN 1 AND 2 AND b) IS NOT NULL",
  "n BETWEEN 1 AND 2 OR n BETWEEN 5 AND 6 AND b",
  "coalesce(n BETWEEN 1 AND 2 AND b, false)",
  "extract('Year' FROM at) > 2000 AND extract(epoch FROM at) > 1",
  "s = 'EXTRACT(Year FROM at)'",
  "e = ANY (ARRAY['a', 'b']::\"My Kind\"[])",
  "d <@ ARRAY['x', 'y'] AND d[1] = 'x'",
  "coalesce(d, ARRAY[]::text[]) <> '{}' AND v = ANY (ARRAY[]::varchar[])",
  "d = ARRAY[d[1], v, s || 'x']::varchar[]::text[] OR ARRAY[d[1:2], ARRAY[]::text[]] <> ARRAY[ARRAY[v, v], ARRAY[v, v]]::text[]",
  "s ~ E'^\\\\d+\\'$' AND v IN ('a', E'\\\\')",
];

const queries = [
  "SELECT s, n FROM (SELECT 'a' AS s, 1 AS n UNION ALL SELECT 'b', NULL) q",
  "SELECT * FROM (SELECT v, n, at, b, e, d, f, big FROM t UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) q",
  "WITH RECURSIVE w(a, b) AS (SELECT 1, 'x'::text UNION ALL SELECT a + 1, NULL FROM w WHERE a < 5 AND b IN ('x', 'y')) SELECT * FROM w",
  "SELECT (SELECT 'x') AS x, ARRAY(SELECT NULL::text) AS y, CASE WHEN b THEN NULL::text ELSE s::text END AS z FROM t",
  "SELECT CASE WHEN b THEN to_json(ARRAY[n]) WHEN v IN ('a', 'b') THEN to_json(ARRAY(SELECT u.s FROM t u)) ELSE to_json(ARRAY[]::int[]) END AS j FROM t",
  "SELECT 1 UNION SELECT 2.5 UNION SELECT NULL",
  "SELECT v FROM t WHERE v IN ('a', 'b') AND EXISTS (SELECT NULL FROM t u WHERE u.n BETWEEN 1 AND 2 AND u.b)",
  "SELECT DISTINCT ON (n) n, sum(i) FILTER (WHERE v IN ('a', 'b')) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM t",
];

let database: TestDatabase;
let session: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, table);
  session = await connect(database.settings, { applicationName: "dbfirst test" });
});
afterAll(async () => {
  await session.end();
  await database.drop();
});

/** The expression in a constraint, as PostgreSQL prints it. */
async function print(expression: string): Promise<string> {
  const [made] = await session
    .unsafe(`ALTER TABLE t ADD CONSTRAINT c CHECK (${expression});
    SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conname = 'c';
    ALTER TABLE t DROP CONSTRAINT c`)
    .then((results) => results[1] as { text: string }[]);
  return made!.text;
}

/** The query of a view, as PostgreSQL prints it. */
async function printQuery(query: string): Promise<string> {
  await session.unsafe(`CREATE VIEW w AS ${query}`);
  const [made] = await session.unsafe<{ text: string }[]>(
    "SELECT pg_get_viewdef('w'::regclass) AS text",
  );
  await session.unsafe("DROP VIEW w");
  return made!.text;
}

describe("an expression as PostgreSQL prints it once it has read its own print", () => {
  it.each(expressions)("%s", async (expression) => {
    const first = await print(expression);
    const second = await print(first);
    expect(settledExpression(first)).toBe(second);
    expect(settledExpression(second)).toBe(second);
  });

  it.each(queries)("%s", async (query) => {
    const first = await printQuery(query);
    const second = await printQuery(first);
    expect(settledExpression(first)).toBe(second);
    expect(settledExpression(second)).toBe(second);
  });

  it.each([
    `( SELECT 'a'::public.organization_member_role_and_more AS role)`,
    `( SELECT 'a'::public."${'""'.repeat(30)}" AS role)`,
    `ARRAY['a']::"${'""'.repeat(30)}" AS role`,
  ])("takes no time for a long name: %s", (query) => {
    expect(settledExpression(query)).toBe(query);
  });

  it("leaves a field in quotes, as the minor releases of November 2026 print capitals", () => {
    const expression = '(EXTRACT("YEAR" FROM at) > (2000)::numeric)';
    expect(settledExpression(expression)).toBe(expression);
  });

  it("leaves the frame of a window", () => {
    const query =
      "SELECT sum((i)) OVER (ORDER BY ((i AND b)) ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)";
    expect(settledExpression(query)).toBe(query);
  });
});
