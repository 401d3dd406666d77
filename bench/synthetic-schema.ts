/** A schema of the given size: 8 columns, two indexes and one foreign key per table. */
export function syntheticSchema(tables: number): string {
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
  }).join("\n");
}
