import { expect, test } from "vitest";
import { parseKitSnapshot } from "../../../src/pull/kit/kit-entities.ts";

// drizzle-kit's builds between two releases write the format of the one before: 1.0.0-rc.5-5935859 writes 8, 1.0.0-rc.5 writes 9.
test.each([
  [8, "Leave pull.engine out, or install the drizzle-kit version that dbfirst pins."],
  [
    10,
    "Leave pull.engine out, or install the drizzle-kit version that dbfirst pins, or a newer dbfirst.",
  ],
])("a snapshot of drizzle-kit's in format %i is refused with what helps", (version, hint) => {
  expect(() => parseKitSnapshot(JSON.stringify({ version, ddl: [] }))).toThrow(
    expect.objectContaining({
      message: `drizzle-kit wrote a snapshot in format ${version}; this version of dbfirst knows format 9.`,
      hint,
    }),
  );
});
