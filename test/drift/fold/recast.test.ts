import { expect, it } from "vitest";
import { differsInCasts, differsInCollations } from "../../../src/drift/fold/recast.ts";

it.each([
  ["(a > 0)", "(a > (0)::numeric)"],
  [
    "((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    "(kind = ANY (ARRAY['a'::text, 'b'::text]))",
  ],
  ["(a <> 'x'::character varying(5))", "((a)::text <> 'x'::text)"],
  ["(at > '2020-01-01'::timestamp(3) without time zone)", "(at > '2020-01-01'::date)"],
  [`(a = 'x'::app."My type"[])`, "(a = 'x'::numeric(8,2))"],
])("%s is %s but for casts", (one, other) => {
  expect(differsInCasts(one, other)).toBe(true);
  expect(differsInCasts([one, "b"], [other, "b"])).toBe(true);
});

it.each([
  ["(a > 0)", "(a > 1)"],
  ["(a = '::text')", "(a = '')"],
  ["(a = '(b)'::text)", "(a = 'b'::text)"],
  ["lower(a)", "upper(a)"],
])("%s isn't %s", (one, other) => {
  expect(differsInCasts(one, other)).toBe(false);
  expect(differsInCasts([one], [one, other])).toBe(false);
});

it("keys of an index may differ in collations besides, and texts in them may not", () => {
  expect(differsInCollations(['lower(a) COLLATE "C"', "b"], ["lower((a)::text)", "b"])).toBe(true);
  expect(differsInCollations(['lower(a) COLLATE app."x y" DESC'], ["lower(a) DESC"])).toBe(true);
  expect(differsInCollations(["(a || ' COLLATE b'::text)"], ["(a || ''::text)"])).toBe(false);
  expect(differsInCollations(['lower(a) COLLATE "C"'], ["upper(a)"])).toBe(false);
});
