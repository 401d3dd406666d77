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
    expect(scrub(text, { anywhere: [] })).toBe(expected);
  });

  it("takes no time for a long text without a URL", () => {
    const text = "c0ffee".repeat(200_000);
    expect(scrub(text, { anywhere: [] })).toBe(text);
  });

  it("hides a secret that begins with another one", () => {
    expect(scrub("begin-and-more, begin", { anywhere: ["begin", "begin-and-more"] })).toBe(
      "•••, •••",
    );
  });

  it("hides known secrets, plain and percent-encoded", () => {
    expect(scrub("p@ss/word p%40ss%2Fword", { anywhere: ["p@ss/word"] })).toBe("••• •••");
  });

  it.each([
    ["postgres on db:5432 as postgres", "postgres on db:5432 as postgres"],
    ["postgresql://postgres:postgres@db/postgres", "postgresql://postgres:•••@db/postgres"],
    ["host=db password=postgres user=postgres", "host=db password=••• user=postgres"],
    ["PGPASSWORD='postgres' psql -U postgres", "PGPASSWORD='•••' psql -U postgres"],
    [`{ "password": "postgres", "user": "postgres" }`, `{ "password": "•••", "user": "postgres" }`],
    ["CREATE ROLE postgres PASSWORD 'postgres'", "CREATE ROLE postgres PASSWORD '•••'"],
    ["the passwd=postgresql", "the passwd=postgresql"],
  ])("hides a password that is also a name only as a password: %s", (text, expected) => {
    expect(scrub(text, { anywhere: [], asPassword: ["postgres"] })).toBe(expected);
  });
});
