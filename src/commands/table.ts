import { applyCommand } from "./apply.ts";
import { authCommand } from "./auth.ts";
import { backupCommand } from "./backup.ts";
import { baselineCommand } from "./baseline.ts";
import { checkDriftCommand } from "./check-drift.ts";
import type { AnyCommand } from "./command.ts";
import { createCommand } from "./create.ts";
import { deployCommand } from "./deploy.ts";
import { doctorCommand } from "./doctor.ts";
import { downCommand } from "./down.ts";
import { pushCommand } from "./drizzle-kit.ts";
import { generateCommand } from "./generate.ts";
import { initCommand } from "./init.ts";
import { migrateCommand } from "./migrate.ts";
import { psqlCommand } from "./psql.ts";
import { pullCommand } from "./pull.ts";
import { reportCommand } from "./report.ts";
import { resetCommand } from "./reset.ts";
import { restoreCommand } from "./restore.ts";
import { rollbackCommand } from "./rollback.ts";
import { statusCommand } from "./status.ts";
import { studioCommand } from "./studio.ts";
import { syncCommand } from "./sync.ts";
import { upCommand } from "./up.ts";
import { waitCommand } from "./wait.ts";

/** Every command, in the order that help shows them. */
export const commands: readonly AnyCommand[] = [
  initCommand,
  syncCommand,
  applyCommand,
  pullCommand,
  checkDriftCommand,
  statusCommand,
  waitCommand,
  psqlCommand,
  upCommand,
  downCommand,
  createCommand,
  authCommand,
  generateCommand,
  migrateCommand,
  rollbackCommand,
  baselineCommand,
  backupCommand,
  restoreCommand,
  deployCommand,
  resetCommand,
  pushCommand,
  studioCommand,
  reportCommand,
  doctorCommand,
];
