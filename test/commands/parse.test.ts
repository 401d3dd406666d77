import { describe, expect, it } from "vitest";
import { defineCommand } from "../../src/commands/command.ts";
import { renderHelp, renderOverview } from "../../src/commands/help.ts";
import { parseArguments } from "../../src/commands/parse.ts";
import { commands } from "../../src/commands/table.ts";

const command = defineCommand({
  name: "try",
  summary: "",
  description: "",
  options: {
    url: { type: "string", value: "URL", help: "" },
    force: { type: "boolean", help: "" },
    format: { type: "choice", choices: ["text", "json"], help: "" },
    timeout: { type: "seconds", value: "SECONDS", help: "" },
    jobs: { type: "count", value: "N", help: "" },
    tag: { type: "list", value: "TAG", help: "" },
  },
  examples: [],
  run: () => Promise.resolve(0),
});

describe("parseArguments", () => {
  it("reads every type of option, in both spellings", () => {
    const parsed = parseArguments(command, [
      "--url=a",
      "--force",
      "--format",
      "json",
      "--timeout",
      "1.5",
      "--tag",
      "x",
      "--tag=y",
      "-q",
    ]);
    expect(parsed.options).toMatchObject({
      url: "a",
      force: true,
      format: "json",
      timeout: 1.5,
      tag: ["x", "y"],
    });
    expect(parsed.global.quiet).toBe(true);
  });

  it("leaves what isn't given undefined, false or empty", () => {
    expect(parseArguments(command, []).options).toMatchObject({
      url: undefined,
      force: false,
      timeout: undefined,
      tag: [],
    });
  });

  it.each([
    [["--forse"], "dbfirst try has no option --forse", "Did you mean --force?"],
    [
      ["--zzzzzzzz"],
      "dbfirst try has no option --zzzzzzzz",
      "dbfirst try --help lists what there is.",
    ],
    [["-z"], "dbfirst try has no option -z", undefined],
    [["--constructor"], "dbfirst try has no option --constructor", undefined],
    [["--url"], "--url needs a value: URL", undefined],
    [["--url="], "--url needs a value: URL", undefined],
    [["--force=yes"], '--force takes no value, found "yes"', undefined],
    [
      ["--format", "jsn"],
      '--format is one of text, json; found "jsn"',
      "Did you mean --format json?",
    ],
    [["--jobs", "0"], '--jobs is a whole number from 1, found "0"', undefined],
    [["--timeout", "soon"], '--timeout is a number of seconds, found "soon"', undefined],
    [["extra"], 'dbfirst try takes no argument, found "extra"', undefined],
  ])("refuses %j", (argv, message, hint) => {
    expect(() => parseArguments(command, argv)).toThrow(
      expect.objectContaining({ message, code: "USAGE", ...(hint !== undefined && { hint }) }),
    );
  });
});

describe("every command", () => {
  it.each(commands.map((item) => [item.name, item] as const))(
    "%s has help with an example",
    (name, item) => {
      const help = renderHelp(item);
      expect(help).toContain(`Usage: dbfirst ${name}`);
      expect(help).toContain("Examples:");
      expect(item.examples.length).toBeGreaterThan(0);
      for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(125);
      const words = (text: string) => text.split(/\s+/);
      const narrow = renderHelp(item, 80);
      expect(words(narrow)).toEqual(words(help));
      const [shown] = narrow.split("\nExamples:");
      for (const line of shown!.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  it("is listed, also on a terminal of 80 columns", () => {
    const overview = renderOverview(commands);
    const narrow = renderOverview(commands, 80);
    expect(narrow.split(/\s+/)).toEqual(overview.split(/\s+/));
    for (const line of narrow.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    for (const { summary } of commands) expect(overview).toContain(summary);
  });
});
