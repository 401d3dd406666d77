import { expect, it } from "vitest";
import { withRefusedType } from "../../../src/drift/plan/refused-types.ts";
import type { PlannedState } from "../../../src/drift/plan/statements.ts";

const stateOf = (...values: string[]): PlannedState => ({
  facts: [
    { id: { kind: "type", schema: "app", name: 'My"state' }, payload: { values } },
    { id: { kind: "schema", name: "app" }, payload: { values } },
  ],
  edges: [],
  owner: "",
});

it("a type that can't be changed stays as it is, and nothing else does", () => {
  const refusal = new Error(
    'enum "app"."My""state": cannot remove or reorder values while non-column object(s) depend on it',
  );
  const [now, wanted] = [stateOf("a", "b"), stateOf("a")];
  expect(withRefusedType(now, wanted, refusal)?.facts).toEqual([now.facts[0], wanted.facts[1]]);
});

it("another failure is one", () => {
  const state = stateOf("a");
  expect(withRefusedType(state, state, new Error("dependency cycle"))).toBeUndefined();
  const elsewhere = new Error('domain "app"."gone": cannot replace an in-use domain');
  expect(withRefusedType(state, state, elsewhere)).toBeUndefined();
});
