import { expect, it } from "vitest";
import { commandFirst } from "../../src/commands/command-first.ts";

it.each([
  ["sync --quiet", "sync --quiet"],
  ["-q sync", "sync -q"],
  ["--cwd app --no-color sync --url x", "sync --cwd app --no-color --url x"],
  [
    "--env-file=.env.ci --env-file other check-drift -h",
    "check-drift --env-file=.env.ci --env-file other -h",
  ],
  // No command, or none that could be told from the value of an option of one.
  ["--help", "--help"],
  ["--quiet --cwd", "--quiet --cwd"],
  ["--cwd app", "--cwd app"],
  ["--url x sync", "--url x sync"],
  ["-x sync", "-x sync"],
  ["", ""],
])("%s: %s", (given, wanted) => {
  const words = (text: string) => text.split(" ").filter(Boolean);
  expect(commandFirst(words(given))).toEqual(words(wanted));
});
