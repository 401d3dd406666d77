import { expect, test } from "vitest";
import { typeNames, writtenTypeName } from "../../src/pull/render/type-name.ts";

test.each([
  ["text", ["text"]],
  ["numeric(10,2)", ["numeric(10,2)", "numeric"]],
  ["numeric(10,2)[]", ["numeric(10,2)", "numeric"]],
  ["timestamp(3) with time zone", ["timestamp with time zone(3)", "timestamp with time zone"]],
  ["character varying(64)", ["character varying(64)", "character varying"]],
  ["public.citext", ["citext"]],
  ["app.email[]", ["app.email"]],
  ['app."Odd (1)"', ['app."Odd (1)"']],
  ["geometry(Point,4326)", ["geometry(Point,4326)", "geometry"]],
  [`app."${'""'.repeat(60)}"`, [`app."${'""'.repeat(60)}"`]],
])("%s is looked for under its names", (type, names) => {
  expect(typeNames(type)).toEqual(names);
});

test.each([
  ["timestamptz", "timestamp with time zone"],
  ["timestamptz(3)", "timestamp with time zone(3)"],
  ["timestamp(3) with time zone", "timestamp with time zone(3)"],
  ["VARCHAR (64)", "character varying(64)"],
  ["int8", "bigint"],
  ["numeric(10, 2)", "numeric(10,2)"],
  ["public.citext", "citext"],
  ["app.email", "app.email"],
  ["constructor", "constructor"],
])("%s is written %s", (written, name) => {
  expect(writtenTypeName(written)).toBe(name);
});
