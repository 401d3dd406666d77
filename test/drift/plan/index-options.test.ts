import { expect, it } from "vitest";
import { withIndexOptionsAsNow } from "../../../src/drift/plan/index-options.ts";
import type { PlannedState } from "../../../src/drift/plan/statements.ts";

const stateOf = (def: string): PlannedState => ({
  facts: [{ id: { kind: "index", schema: "app", name: "by_word" }, payload: { def } }],
  edges: [],
  owner: "",
});
const index = (rest: string) => `CREATE INDEX by_word ON app.team USING btree (word)${rest}`;

it.each([
  [" WITH (fillfactor='70')", " WITH (fillfactor='71', deduplicate_items=off)"],
  [
    " WITH (fillfactor='70') WHERE (word <> ' WITH (a)'::text)",
    " WHERE (word <> ' WITH (a)'::text)",
  ],
])("an index that has other parameters isn't another one: %s", (before, after) => {
  const [now, wanted] = [stateOf(index(before)), stateOf(index(after))];
  expect(withIndexOptionsAsNow(now, wanted).facts).toEqual(now.facts);
});

it.each([
  [" WITH (fillfactor='70')", " WITH (fillfactor='70') WHERE (word <> ''::text)"],
  [" WHERE (word <> ' WITH (a)'::text)", " WHERE (word <> ' WITH (b)'::text)"],
])("one that is changed in more is: %s", (before, after) => {
  const wanted = stateOf(index(after));
  expect(withIndexOptionsAsNow(stateOf(index(before)), wanted)).toBe(wanted);
});

it("a condition with a text of megabytes is read as well", () => {
  const where = ` WHERE (word <> 'it''s${"x".repeat(10_000_000)}'::text)`;
  const [now, wanted] = [stateOf(index(` WITH (fillfactor='70')${where}`)), stateOf(index(where))];
  expect(withIndexOptionsAsNow(now, wanted).facts).toEqual(now.facts);
});
