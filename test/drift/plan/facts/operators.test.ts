import { expect, it } from "vitest";
import type { Fact } from "../../../../src/catalog/fact.ts";
import { planFromFacts } from "../../../../src/drift/plan/facts/plan.ts";
import { catalogOf, fact } from "../../catalogs.ts";

const names = { owner: "boss", database: "app" };

function plan(from: readonly Fact[], to: readonly Fact[]): string[] {
  const { first, last } = planFromFacts(catalogOf(from), catalogOf(to), names, []);
  return [...first, ...last].map(({ sql }) => sql);
}

it("the shell of an operator comes with what names it, and is filled where it is", () => {
  const [left, shell] = ["app.!~(text, text)", "app.=~(text, text)"];
  const whole = fact("operator", left, { function: "texteq(text,text)", negator: "app.=~" });
  const named = fact("operator", shell, { negator: "app.!~" });
  expect(plan([], [whole, named])).toEqual([
    "CREATE OPERATOR app.!~ (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text, NEGATOR = OPERATOR(app.=~))",
    'ALTER OPERATOR app.!~ (text, text) OWNER TO "boss"',
  ]);
  expect(plan([whole, named], [fact("operator", shell)])).toEqual([
    "DROP OPERATOR app.!~ (text, text)",
  ]);
  const filled = fact("operator", shell, { function: "textne(text,text)" });
  expect(plan([fact("operator", shell)], [filled])).toEqual([
    "CREATE OPERATOR app.=~ (FUNCTION = textne, LEFTARG = text, RIGHTARG = text)",
  ]);
});

it("the shell of a range is filled where it is, and that of another type makes way", () => {
  const type = (kind: string) => fact("type", "app.span", { type: kind });
  expect(plan([type("shell")], [type("range")])).toEqual([]);
  expect(plan([type("shell")], [type("composite")])).toEqual(["DROP TYPE app.span"]);
  expect(plan([type("range")], [type("shell")])).toEqual(["CREATE TYPE app.span"]);
});
