import { describe, expect, it } from "vitest";
import { scrub } from "../../src/report/redaction.ts";

describe("scrub", () => {
  it.each([
    ["postgres://app:s3cret@db/app", "postgres://app:•••@db/app"],
    ["postgresql://app:p%40ss:w@[::1]:5432/a?x=y", "postgresql://app:•••@[::1]:5432/a?x=y"],
    ["two postgres://a:b@c and postgres://d:e@f", "two postgres://a:•••@c and postgres://d:•••@f"],
    ["postgres://app@db/app", "postgres://app@db/app"],
    ["see https://example.com:8080/x@y", "see https://example.com:8080/x@y"],
  ])("hides the password of a URL: %s", (text, expected) => {
    expect(scrub(text, [])).toBe(expected);
  });

  it("hides known secrets, plain and percent-encoded", () => {
    expect(scrub("p@ss/word p%40ss%2Fword", ["p@ss/word"])).toBe("••• •••");
  });
});
