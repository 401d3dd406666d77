import { expect, it } from "vitest";
import { createPalette } from "../../src/report/palette.ts";
import { renderTables } from "../../src/report/pull.ts";

it("names what was pulled on one line, whatever it is called", () => {
  const tables = { added: ['app."a\n::error::b\u001B[8m"'], changed: [], removed: [] };
  expect(renderTables(tables, createPalette(false))).toEqual([
    '    new: app."a\\n::error::b\\u001b[8m"',
  ]);
});
