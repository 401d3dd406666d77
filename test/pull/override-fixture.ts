import type { Overrides } from "../../src/pull/render/overrides.ts";
import type { RenderOptions } from "../../src/pull/render/render.ts";
import { renderOptions } from "./pull-fixture.ts";

/** A schema of which nearly everything is said otherwise. */
export const sql = `
CREATE EXTENSION citext;
CREATE SCHEMA app; CREATE SCHEMA auth;
CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE app.status AS ENUM ('on', 'off');
CREATE TABLE app.team (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL DEFAULT 'new' UNIQUE,
  settings jsonb NOT NULL DEFAULT '{}',
  contact app.email,
  contacts app.email[] NOT NULL DEFAULT '{a@b}',
  nick citext DEFAULT 'x',
  founded date DEFAULT '2020-01-01',
  seen_at timestamptz NOT NULL DEFAULT now(),
  seen timestamp(3)[],
  price numeric(10,2) DEFAULT 0.00,
  counted numeric(20) DEFAULT 1,
  hits bigint DEFAULT 9007199254740993,
  serial bigserial,
  state app.status NOT NULL DEFAULT 'on',
  states app.status[] DEFAULT '{on,off}'
);
CREATE TABLE auth."user" (id text PRIMARY KEY, "teamId" bigint REFERENCES app.team);
CREATE TABLE public.team (id int PRIMARY KEY);
CREATE VIEW app.seen AS SELECT id, seen_at, contact FROM app.team;
`;

/** One of each sort. */
export const overrides: Overrides = {
  columns: {
    "app.team.slug": { type: { name: "Slug", from: "./src/branded.ts" }, name: "shortName" },
    "app.team.settings": { type: { name: 'Settings["all"]', from: "./src/branded.ts" } },
    "app.team.nick": { customType: { name: "nickname", from: "./src/custom.ts" } },
    "app.team.founded": { mode: "date" },
    "app.team.price": { mode: "number" },
    "app.team.counted": { mode: "bigint" },
    "app.team.hits": { mode: "string" },
    "app.team.serial": { mode: "bigint" },
    "app.team.states": { type: '"on" | "off"' },
    "app.seen.contact": { name: "mail" },
  },
  types: {
    "app.email": { type: { name: "team", from: "./src/branded.ts" } },
    timestamptz: { mode: "string" },
    timestamp: { mode: "string" },
  },
  tables: { 'auth."user"': { name: "user", file: "people" }, "app.seen": { file: "people" } },
  enums: { "app.status": { name: "Status", file: "enums" } },
};
/** What the overrides import, by path from the project's folder. */
export const modules = {
  "src/branded.ts": `export type Slug = string & { readonly slug: true };
export interface Settings { all: { theme: string } }
export type team = \`\${string}@\${string}\`;\n`,
  "src/custom.ts": `import { customType } from "drizzle-orm/pg-core";
export const nickname = customType<{ data: { nick: string }; driverData: string }>({
  dataType: () => "citext", toDriver: ({ nick }) => nick, fromDriver: (nick) => ({ nick }),
});\n`,
};
export const overriddenOptions: RenderOptions = {
  ...renderOptions,
  schemaDirectory: "schemas",
  overrides,
  aliases: { user: "auth.user", "team-of-app": "app.team", seen: "app.seen" },
};
