import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { projectFolder } from "../../support/project-folder.ts";
import { type BothSides, findDifference, startBothSides } from "./both.ts";
import { runBounded } from "./bounded.ts";
import { isHarmless } from "./scripts.ts";
import { isSwallowing } from "./swallowing.ts";

async function bothSides(follows?: string): Promise<BothSides> {
  const sides = await startBothSides(join(await projectFolder(), "scripts"), follows);
  onTestFinished(() => sides.close());
  return sides;
}

test("what makes a difference shorter runs nothing that may not be run", async () => {
  const sides = await bothSides("--as-psql=15.1");
  const ran: string[] = [];
  const watched: BothSides = {
    ...sides,
    compare(scripts) {
      ran.push(...scripts.map((script) => script.join("")));
      return sides.compare(scripts);
    },
  };
  const { difference } = await findDifference(watched, [
    ["\\warn :VERSION_NUM\nselect :VERSION_NUM;\n"],
  ]);
  expect(difference?.script).toBe(":VERSION_NUM");
  expect(difference?.psql).not.toEqual(difference?.ours);
  expect(ran.filter((script) => !isHarmless(script))).toEqual([]);
});

test("a script that psql swallows a part of is left out, the others are compared", async () => {
  const sides = await bothSides();
  const swallowed = ["copy t from stdin;\n1\n\\.\n(select 1);\nselect 2;\n\\.\n"];
  const { psql, ours } = await sides.compare([swallowed]);
  expect(psql.length > 0 && psql[0]!.length < ours[0]!.length).toBe(sides.swallows);
  const others = [["select 1;\n"], ["copy t from stdin;\n1\n\\.\nselect 2;\n"]];
  expect(await findDifference(sides, [swallowed, ...others])).toEqual({
    compared: sides.swallows ? 2 : 3,
    difference: undefined,
  });
});

test.each([
  ["select 1;", "copy t from stdin;", "data: 1\n"],
  ["copy t from stdin;", " -- a\n /* b */ select '\\'' ';"],
  ["(select 1);", "select 1;"],
])("%s %s: nothing is swallowed", (...sent) => expect(isSwallowing("", sent)).toBe(false));

test.each([
  ["a quote that a backslash keeps from closing", "copy t from stdin;", "'\\'';"],
  ["the same, with words in it", "copy t from stdin;", "'\\';select 1;"],
  ["parentheses", "copy t from stdin;", "(select 1);"],
  ["a part of a statement", "copy t from stdin;1;"],
  ["an escape string", "copy t from stdin;", "E'\\'a';"],
])("%s: something may be swallowed", (_, ...sent) => expect(isSwallowing("", sent)).toBe(true));

test("a script that is cancelled while the engine connects is run again", async () => {
  const ended = await runBounded(await bothSides(), ["select 1;\n"], 1);
  expect(ended).toMatchObject({ hangs: false });
  expect([0, 3]).toContain(ended.exitCode);
});
