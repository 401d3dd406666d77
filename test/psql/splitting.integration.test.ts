import { join } from "node:path";
import { expect, test } from "vitest";
import { walkScript } from "../../src/psql/scan/walk.ts";
import { projectFolder } from "../support/project-folder.ts";
import { findDifference, startBothSides } from "./fuzz/both.ts";
import { seeded } from "./fuzz/random.ts";
import { fragmentScript, mutatedScript, type Parts } from "./fuzz/scripts.ts";

const BATCH = 20;

test.each([
  ["fragments", (seed: number): Parts => fragmentScript(seeded(seed), 40), 40],
  ["mutated cases", (seed: number): Parts => mutatedScript(seeded(seed)), 20],
])(
  "random scripts of %s send the statements that psql sends, byte for byte",
  async (_, make, batches) => {
    const sides = await startBothSides(join(await projectFolder(), "scripts"));
    try {
      for (let batch = 0; batch < batches; batch += 1) {
        const seeds = Array.from({ length: BATCH }, (__, index) => batch * BATCH + index + 1);
        const { compared, difference } = await findDifference(sides, seeds.map(make));
        expect(compared).toBeGreaterThan(0);
        if (difference === undefined) continue;
        const { script, psql, ours } = difference;
        expect(ours, `seed ${seeds[0]}ff: ${JSON.stringify(script)}`).toEqual(psql);
      }
    } finally {
      sides.close();
    }
  },
);

test("a scan sees the statements that a run sends, where it can know them", async () => {
  const sides = await startBothSides(join(await projectFolder(), "scripts"));
  try {
    let compared = 0;
    for (let seed = 1; seed <= 600; seed += 1) {
      const script = fragmentScript(seeded(seed), 12);
      const text = script.join("");
      // Variables, conditions, settings, zero bytes and what repeats a statement are known only to a run.
      if (/\\(?![;:])|[:\0]|standard_conforming|copy|PGDMP/i.test(text)) continue;
      const seen: string[] = [];
      walkScript(text, { statement: (statement) => void seen.push(statement.text) });
      expect((await sides.ours(script)).sent, JSON.stringify(text)).toEqual(seen);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  } finally {
    sides.close();
  }
});

test.each([
  ["asked for data where psql sees no COPY", "copy from from stdin;\n1\n\\.\nselect 1;\n"],
  ["\\copy with spaces before its options", "\\copy t to 'n'  \n\\copy t to n   csv\n"],
  ["\\copy with a COPY behind it", "\\copy t from stdin;copy t from stdin\n\\.\nselect 1;\n"],
])("%s: sends what psql sends", async (_, text) => {
  const sides = await startBothSides(join(await projectFolder(), "scripts"));
  try {
    const { psql, ours } = await sides.compare([[text], ["select 2;"]]);
    expect(ours).toEqual(psql);
  } finally {
    sides.close();
  }
});
