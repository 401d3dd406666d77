import { describe, expect, it } from "vitest";
import { mentions, namesToLookFor } from "../../src/drift/hints.ts";

const names = (
  kind: "column" | "index" | "table" | "function",
  object: string,
  parent: string | null,
) => [...namesToLookFor([{ kind, object, attribute: null, parent }])];

describe("where a change is looked for first", () => {
  it("is where the table is named that it stands on, else the object itself", () => {
    expect(names("column", "app.team.slug", "app.team")).toEqual(["team"]);
    expect(names("index", "team_slug_idx on app.team", "app.team")).toEqual(["team"]);
    expect(names("table", "app.team", "app")).toEqual(["team"]);
    expect(names("function", "app.slugify(text, app.team)", "app")).toEqual(["slugify"]);
    expect(names("table", 'app."My ""great"" Team"', "app")).toEqual(["great"]);
    expect(names("column", 'app."Größe.x".a', 'app."Größe.x"')).toEqual(["größe"]);
  });

  it("takes whole words, in any case", () => {
    const team = new Set(["team"]);
    expect(mentions('ALTER TABLE app."Team" ADD x int', team)).toBe(true);
    expect(mentions("alter table app.team_member add x int", team)).toBe(false);
    expect(mentions("", team)).toBe(false);
  });
});
