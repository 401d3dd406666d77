-- What the generator doesn't write: a trail of who changed a workspace's members, and a role that may read some of it.
-- It runs as the owner of Better Auth's tables, in one transaction.

create schema audit;
comment on schema audit is 'Who did what in a workspace. Written by triggers, never by the application.';

create type audit.action as enum ('added', 'changed', 'removed');

-- One partition per year; the default one catches what nobody has made room for yet.
create table audit.event (
  id uuid not null default gen_random_uuid(),
  occurred_at timestamptz not null default now(),
  organization_id text not null,
  actor_id text references public."user" ("id") on delete set null,
  action audit.action not null,
  subject text not null,
  detail jsonb not null default '{}',
  constraint event_pkey primary key (id, occurred_at),
  constraint event_subject_check check (subject <> '')
) partition by range (occurred_at);

create table audit.event_2026 partition of audit.event
  for values from ('2026-01-01 00:00:00+00') to ('2027-01-01 00:00:00+00');
create table audit.event_2027 partition of audit.event
  for values from ('2027-01-01 00:00:00+00') to ('2028-01-01 00:00:00+00');
create table audit.event_later partition of audit.event default;

create index event_organization_id_occurred_at_idx on audit.event (organization_id, occurred_at desc);

comment on table audit.event is 'One change to a workspace. No foreign key to it: events outlive the workspace.';
comment on column audit.event.subject is 'What was changed, as kind:id; "member:Yx3…".';
comment on column audit.event.detail is 'The values that changed; e.g. {"role": ["member", "admin"]}.';

-- Better Auth knows who is signed in; the application says so with: set local app.user_id = '…'
create function public.current_user_id() returns text
  language sql
  stable
  set search_path = ''
as $$
  select nullif(current_setting('app.user_id', true), '')
$$;

-- Security definer: a policy that read "member" itself would need a grant on it.
create function public.is_member_of(organization text) returns boolean
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select exists (
    select from public.member
    where member."organizationId" = organization and member."userId" = public.current_user_id()
  )
$$;

create function audit.record_member_change() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $function$
declare
  affected public.member := case when tg_op = 'DELETE' then old else new end;
  actor text := (select "id" from public."user" where "id" = public.current_user_id());
begin
  if tg_op = 'UPDATE' and old."role" is not distinct from new."role" then
    return null; -- nothing that anyone would ask about
  end if;

  insert into audit.event (organization_id, actor_id, action, subject, detail)
  values (
    affected."organizationId",
    actor,
    case tg_op when 'INSERT' then 'added' when 'UPDATE' then 'changed' else 'removed' end::audit.action,
    'member:' || affected."id",
    case tg_op
      when 'UPDATE' then jsonb_build_object('role', jsonb_build_array(old."role", new."role"))
      else jsonb_build_object('user', affected."userId", 'role', affected."role")
    end
  );
  return null;
end;
$function$;

create trigger member_audit
  after insert or delete or update of "role" on public.member
  for each row execute function audit.record_member_change();

comment on trigger member_audit on public.member is 'Keeps the trail in audit.event.';

-- Invitations that still wait for an answer: few rows of many, asked for on every sign-in.
create index invitation_waiting_idx on public.invitation (lower("email"), "expiresAt")
  where "status" = 'pending';

-- For the back office, which is the owner; it isn't granted to anyone.
create view public.organization_overview as
  select
    organization."id",
    organization."name",
    organization."slug",
    organization."createdAt" as created_at,
    (select count(*) from public.member where member."organizationId" = organization."id") as members,
    (
      select count(*)
      from public.invitation
      where invitation."organizationId" = organization."id"
        and invitation."status" = 'pending'
    ) as waiting_invitations
  from public.organization;

comment on view public.organization_overview is 'Every workspace with its size.';

-- Roles belong to the server, not to the database: another database on it may have made this one already, or may be
-- making it right now.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'workspace_reader') then
    create role workspace_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema audit to workspace_reader;
grant select on audit.event to workspace_reader;
grant select ("id", "name", "image") on public."user" to workspace_reader;
grant select on public.invitation to workspace_reader;

revoke execute on function public.is_member_of(text) from public;
grant execute on function public.is_member_of(text) to workspace_reader;

-- The owner, and so Better Auth, isn't bound by these.
alter table audit.event enable row level security;
create policy event_of_own_organization on audit.event
  for select to workspace_reader
  using (public.is_member_of(organization_id));
create policy event_of_last_year on audit.event
  as restrictive
  for select to workspace_reader
  using (occurred_at > now() - interval '1 year');

alter table public.invitation enable row level security;
create policy invitation_of_own_organization on public.invitation
  for select to workspace_reader
  using (public.is_member_of("organizationId"));
comment on policy invitation_of_own_organization on public.invitation is 'Colleagues see who else was invited.';
