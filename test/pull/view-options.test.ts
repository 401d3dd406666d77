import { expect, test } from "vitest";
import { createTestDatabase, runOn } from "../support/database.ts";
import { proofOf } from "./prove-fixture.ts";
import { pullFrom, renderOptions } from "./pull-fixture.ts";
import { render } from "../../src/pull/render/render.ts";

// Words for a view's options that PostgreSQL keeps as they are, and that no pull of drizzle-kit's own gets past.
const views = `
  CREATE TABLE note (id int PRIMARY KEY, words text);
  CREATE VIEW capitals WITH (security_invoker = 'TRUE', security_barrier = 'Off', check_option = 'LOCAL') AS SELECT * FROM note;
  CREATE VIEW cut_off WITH (security_invoker = 't', security_barrier = 'of') AS SELECT * FROM note;
  CREATE MATERIALIZED VIEW cleaned WITH (vacuum_index_cleanup = yes, autovacuum_enabled = 'N') AS SELECT * FROM note;
  CREATE MATERIALIZED VIEW left_alone WITH (vacuum_index_cleanup = 'Auto', vacuum_truncate = 'F') AS SELECT * FROM note;`;

test("they are said as drizzle-kit says them, and make the same views", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, views);
    const pulled = await pullFrom(database.settings);
    const tree = render(pulled, renderOptions);
    expect(tree.get("capitals.ts")).toContain(
      `.with({ checkOption: "local", securityBarrier: false, securityInvoker: true })`,
    );
    expect(tree.get("cut_off.ts")).toContain(
      ".with({ securityBarrier: false, securityInvoker: true })",
    );
    expect(tree.get("cleaned.ts")).toContain(
      `.with({ autovacuumEnabled: false, vacuumIndexCleanup: "on" })`,
    );
    expect(tree.get("left_alone.ts")).toContain(
      `.with({ vacuumIndexCleanup: "auto", vacuumTruncate: false })`,
    );
    expect(await proofOf(pulled, tree)).toMatchObject({ found: [], built: { failed: [] } });
  } finally {
    await database.drop();
  }
}, 300_000);
