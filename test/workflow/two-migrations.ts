/** A table and its index. */
export const first = `-- the teams
create schema app;
create table app.team (
  id integer primary key,
  slug varchar(64) not null
);

/* a longer
   comment */ create index team_slug_idx on app.team (slug);
`;
/** What changes them, and adds more: partly in words that aren't in the file as such. */
export const second = `create function app.touch() returns trigger language plpgsql as $$
begin
  return new;
end
$$;
do $$
begin
  execute 'alter table app.team add column note text';
  execute 'create table app.label (id integer)';
end
$$;
alter table app.team alter column slug type varchar(80);
alter index app.team_slug_idx rename to team_by_slug;
create trigger touch before update on app.team for each row execute function app.touch();
`;
