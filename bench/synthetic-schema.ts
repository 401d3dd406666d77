/** SQL files of up to 500 tables each, by name: a transaction locks every table that it makes. */
export function migrationFiles(tables: number): Record<string, string> {
  const all = syntheticTables(tables);
  const files: Record<string, string> = {};
  for (let from = 0; from < tables; from += 500)
    files[`${String(from).padStart(5, "0")}.sql`] = `${all.slice(from, from + 500).join("\n")}\n`;
  return files;
}

/** Tables of 8 columns, two indexes and one foreign key. */
function syntheticTables(tables: number): string[] {
  return Array.from({ length: tables }, (_, index) => {
    const name = `table_${index}`;
    const parent = index === 0 ? "" : ` references table_${Math.floor((index - 1) / 2)} (id)`;
    return `create table ${name} (
  id bigint generated always as identity primary key,
  parent_id bigint${parent},
  name text not null,
  slug varchar(64) not null,
  amount numeric(12, 2) default 0 not null,
  active boolean default true not null,
  payload jsonb,
  created_at timestamptz default now() not null
);
create unique index ${name}_slug_idx on ${name} (slug);
create index ${name}_created_at_idx on ${name} (created_at desc) where active;`;
  });
}
