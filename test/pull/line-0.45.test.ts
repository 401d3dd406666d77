import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { ormLines } from "../../src/pull/render/lines/choose-line.ts";
import { render } from "../../src/pull/render/render.ts";
import type { TestDatabase } from "../support/database.ts";
import { loadFixture, pullFrom, renderOptions } from "./pull-fixture.ts";

const line = ormLines["0.45"];

describe.each(["line-0.45", "relations"])("%s, for drizzle-orm 0.45", (name) => {
  let database: TestDatabase;
  let pulled: PulledSchema;

  beforeAll(async () => {
    database = await loadFixture(name);
    pulled = await pullFrom(database.settings);
  });
  afterAll(() => database.drop());

  test("has the expected files", async () => {
    const tree = render(pulled, { ...renderOptions, line });
    const text = [...tree].map(([path, content]) => `=== ${path}\n${content}`).join("\n");
    const gaps = findGaps(pulled.catalog, line).map(({ kind, object }) => `${kind}: ${object}`);
    await expect(`${text}\n=== gaps\n${gaps.join("\n")}\n`).toMatchFileSnapshot(
      `../fixtures/pull/${name}.for-0.45.txt`,
    );
  });
});
