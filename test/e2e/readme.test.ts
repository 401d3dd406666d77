import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repository } from "./command-line.ts";

// What README.md shows twice elsewhere is what is shown there, which other tests run.

const read = (file: string) => readFileSync(join(repository, file), "utf8");

/** What stands between two marks of a page. */
function between(page: string, name: string): string {
  const [, found = ""] =
    new RegExp(`<!-- ${name}:start -->\n([^]*?)\n<!-- ${name}:end -->`).exec(page) ?? [];
  return found;
}

it("the README's comment is the one that the action writes for a file that nobody pulled", () => {
  const shown = between(read("README.md"), "comment").replaceAll(/^> ?/gm, "").trim();
  const written = between(read("docs/pull-requests.md"), "forgot-pull:comment")
    .replaceAll(/^```.*\n|^<!-- .* -->\n|^<\/?details.*>\n?/gm, "")
    .trim();
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  expect(lines(written).length).toBeGreaterThan(5);
  expect(lines(shown)).toEqual(lines(written));
});
