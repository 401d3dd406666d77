import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/catalog/fact.ts";
import { readCatalog } from "../../../src/catalog/read.ts";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import { majorsFolder } from "../../support/majors-folder.ts";
import { blindSpots } from "../../catalog/coverage.ts";
import {
  baseStatements,
  changes,
  cleanUp,
  expectedOn,
  findingsOfChange,
  runStatements,
  type Change,
} from "../change-suite.ts";
import { openWorkbench, type Workbench } from "../workbench.ts";

const projectDir = process.cwd();
const catalogs = new Map<number, Catalog>();

describe.each([14, 15, 16, 17, 18])("PostgreSQL %i", (major) => {
  let shadow: Shadow;
  let base: ConnectionSettings;
  let expected: Catalog;
  let workbench: Workbench;

  beforeAll(async () => {
    shadow = await createShadow({ projectDir, major, searchFolders: [majorsFolder] });
    base = await shadow.createDatabase();
    await runStatements(base, baseStatements());
    expected = await readCatalog(base);
    catalogs.set(major, expected);
    workbench = await openWorkbench(await shadow.copyDatabase(base), expected);
  });
  afterAll(async () => {
    await workbench.end();
    await shadow.dispose();
  });

  it("is the version that it should be, and reads everything", () => {
    expect(expected.serverMajor).toBe(major);
    expect(expected.unmodeled).toEqual([]);
  });

  it("has no catalog or column that is neither read nor excluded by name", async () => {
    expect(await blindSpots(base)).toEqual([]);
  });

  it("has the facts of the other versions for the same SQL", () => {
    for (const other of catalogs.values()) {
      expect(compareFacts(expected, other)).toEqual([]);
      expect(compareFacts(other, expected)).toEqual([]);
    }
  });

  it.each(changes().filter(({ from }) => from <= major))(
    "$file:$line $expected",
    async (change) => {
      const findings = (await workbench.try(change)) ?? (await findingsOnCopy(change));
      expect(findings).toEqual(expectedOn(change.expected, major));
    },
  );

  /** What can't be tried in a transaction. */
  async function findingsOnCopy(change: Change): Promise<string[]> {
    const settings = await shadow.copyDatabase(base);
    try {
      return await findingsOfChange(settings, expected, change);
    } finally {
      await cleanUp(settings);
    }
  }
});
