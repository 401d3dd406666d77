// Written by `pnpm run docs`: one line for each file of kinds/.
import { kind as betterAuth } from "./kinds/better-auth.ts";
import { kind as command } from "./kinds/command.ts";
import { kind as drizzle } from "./kinds/drizzle.ts";
import { kind as nodePgMigrate } from "./kinds/node-pg-migrate.ts";
import { kind as sql } from "./kinds/sql.ts";

export const sourceKinds = [betterAuth, command, drizzle, nodePgMigrate, sql] as const;
