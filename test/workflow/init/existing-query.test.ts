import { expect, it, onTestFinished } from "vitest";
import { connect } from "../../../src/postgres/connect.ts";
import { existingQuery, type ExistingRow } from "../../../src/workflow/init/existing-query.ts";
import { createTestDatabase } from "../../support/database.ts";

// The statements that make the database's own settings anew give just what is there.

const settings: Readonly<Record<string, string>> = {
  temp_tablespaces: `pg_default, "My ""space"", x"`,
  work_mem: "'12MB'",
  "app.title": `'It''s "one", two'`,
  "app.path": String.raw`E'C:\\new'`,
};

it.each([
  settings,
  { temp_tablespaces: "''" },
  { temp_tablespaces: `'pg_default'` },
  { temp_tablespaces: `'', pg_default` },
  { "app.api_secret": "''" },
])("settings of a database are made as they were: %j", async (own) => {
  const { settings: place, drop } = await createTestDatabase();
  onTestFinished(drop);
  const sql = await connect(place);
  onTestFinished(() => sql.end());
  const name = `"${place.database}"`;
  const kept = async () => {
    const [row] = await sql.unsafe<{ kept: string[] }[]>(
      "select setconfig as kept from pg_db_role_setting where setdatabase = (select oid from pg_database where datname = current_database()) and setrole = 0",
    );
    return row?.kept.toSorted();
  };
  for (const [setting, value] of Object.entries(own))
    await sql.unsafe(`ALTER DATABASE ${name} SET ${setting} = ${value}`);
  const before = await kept();
  expect(before).toHaveLength(Object.keys(own).length);
  const [row] = await sql.unsafe<ExistingRow[]>(
    existingQuery([{ name: "schema_migrations" }], undefined),
  );
  await sql.unsafe(`ALTER DATABASE ${name} RESET ALL`);
  expect(await kept()).toBeUndefined();
  for (const [start, end] of row!.ofDatabase)
    if (start.startsWith("ALTER")) await sql.unsafe(`${start}${name}${end}`);
  expect(await kept()).toEqual(before);
});
