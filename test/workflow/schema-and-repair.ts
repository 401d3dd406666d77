import { randomBytes } from "node:crypto";
import type { DriftReport } from "../../src/drift/report.ts";

/** What the repaired databases are made from. */
export const schema = (writer: string) => `create schema app;
create role ${writer};
create table app.team (
  id integer primary key,
  slug varchar(64) not null,
  note text
);
create table app.player (id integer primary key, team integer references app.team, name text);
create index team_slug_idx on app.team (slug);
create view app.slugs as select id, slug from app.team;
grant select on app.team to ${writer};
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on app.team for each row execute function app.touch();
`;

/** The statements of a plan, as one script. */
export function script(report: DriftReport, plan: "revert" | "keep"): string {
  return (report.repair?.[plan].statements ?? []).map(({ sql }) => `${sql};\n`).join("");
}

/** Roles belong to the whole server. */
export const uniqueRole = () => `writer_${randomBytes(4).toString("hex")}`;
