import { describe, expect, it } from "vitest";
import { parseQualifiedName } from "../../src/postgres/qualified-name.ts";

describe("a table's name as SQL writes it", () => {
  it.each([
    ["user", undefined, "user"],
    ["public.user", "public", "user"],
    ['public."userRole"', "public", "userRole"],
    ['"A b"."c.""d"', "A b", 'c."d'],
    ["größe", undefined, "größe"],
  ])("%s", (text, schema, name) => {
    expect(parseQualifiedName(text)).toEqual({ schema, name });
  });

  it.each(["", "a.b.c", "public.", ".user", "public.User", 'public."', "a b", '""', 'x"y"'])(
    "%s is none",
    (text) => {
      expect(parseQualifiedName(text)).toBeUndefined();
    },
  );
});
