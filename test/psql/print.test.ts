import { expect, test } from "vitest";
import { defaultPrintOptions, tableOf } from "../../src/psql/print/table.ts";

test("numericlocale groups the digits of a very long number in one go", () => {
  const numeric = { name: "n", type: 1700, modifier: -1 };
  const digits = "1".repeat(1_000_000);
  const options = { ...defaultPrintOptions, numericLocale: true };
  const { rows } = tableOf({ fields: [numeric], rows: [[`-${digits}.5`]] }, options, "utf8");
  expect(rows[0]?.[0]).toBe(`-1${",111".repeat(333_333)}.5`);
});
