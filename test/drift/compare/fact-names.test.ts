import { expect, it } from "vitest";
import { argumentsOf, withoutArguments } from "../../../src/drift/compare/fact-names.ts";
import { fact } from "../catalogs.ts";

it.each([
  ["function", "app.slugify(text, integer)", "app.slugify", "(text, integer)"],
  ["function", 'app."a(b)"(app."c(d)")', 'app."a(b)"', '(app."c(d)")'],
  ["function", 'app."a""(b"()', 'app."a""(b"', "()"],
  ["operator class", 'app."x using y" using btree', 'app."x using y"', " using btree"],
] as const)("a name and what follows it: %s %s", (kind, object, name, rest) => {
  expect(withoutArguments(object)).toBe(name);
  expect(argumentsOf(fact(kind, object))).toBe(rest);
});

it("takes no time to read a name of many quotes", () => {
  const name = `app."${'""'.repeat(60)}"`;
  expect(withoutArguments(name)).toBe(name);
  expect(withoutArguments(`${name}(text)`)).toBe(name);
});
