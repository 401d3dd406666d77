import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "./command-line.ts";

// The errors that the page quotes exist: their texts, their codes.

const read = (...path: string[]) => readFileSync(join(repository, ...path), "utf8");
const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read("src", file))
  .join("\n");
/** PostgreSQL's own texts are those that a test gets from a server. */
const fromServers = [
  'relation "user" does not exist',
  'relation "invoice" already exists',
  "permission denied for schema public",
  "canceling statement due to lock timeout",
];
const troubleshooting = read("docs", "troubleshooting.md");
const entries = Array.from(
  troubleshooting.matchAll(/^### `(.+)`\n\n([^]*?)(?=\n##|$(?![^]))/gm),
  ([, text = "", body = ""]) => ({ text, body }),
);

describe("docs/troubleshooting.md", () => {
  it.each(entries.map(({ text }) => text))("%s is a text of ours or of PostgreSQL's", (text) => {
    const pieces = text.split("…").map((piece) => piece.trim());
    const isServers = fromServers.some((message) =>
      pieces.every((piece) => message.includes(piece)),
    );
    const isOurs = pieces.every((piece) => sources.includes(piece));
    expect(isOurs || isServers).toBe(true);
  });

  it("has a cause and a remedy under each, and codes that exist", () => {
    expect(entries.length).toBeGreaterThan(30);
    for (const { text, body } of entries) expect(body.length, text).toBeGreaterThan(40);
    const codes = Array.from(troubleshooting.matchAll(/^`([A-Z]+_[A-Z_]+)`/gm), ([, code]) => code);
    expect(codes.length).toBeGreaterThan(25);
    for (const code of codes) expect(sources).toContain(`"${code}"`);
  });
});
