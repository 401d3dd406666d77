import { describe, expect, it } from "vitest";
import { checkOutputFile, parseOutputFile } from "../../src/commands/output-file.ts";
import { parseArguments } from "../../src/commands/parse.ts";
import { driftFormats, driftReportOptions } from "../../src/commands/shared-options.ts";
import { commands } from "../../src/commands/table.ts";

describe("parseOutputFile", () => {
  it.each([
    ["drift.json", "json", "drift.json"],
    ["out/drift.txt", "text", "out/drift.txt"],
    ["drift.md", "markdown", "drift.md"],
    ["drift.sarif", "sarif", "drift.sarif"],
    ["drift.sarif.json", "sarif", "drift.sarif.json"],
    ["DRIFT.HTML", "html", "DRIFT.HTML"],
    ["drift.xml", "junit", "drift.xml"],
    ["github=annotations.txt", "github", "annotations.txt"],
    ["json=report", "json", "report"],
    ["json=a=b.txt", "json", "a=b.txt"],
    ["./json=report.md", "markdown", "./json=report.md"],
    ["pdf=x.html", "html", "pdf=x.html"],
  ])("%s is %s", (value, format, path) => {
    expect(parseOutputFile(value, driftFormats)).toEqual({ format, path });
    expect(checkOutputFile(value, driftFormats)).toBeUndefined();
  });

  it.each(["drift.pdf", "drift", ".json", "-", "json=", "constructor=x", "folder.json/"])(
    "%s tells no format",
    (value) => {
      expect(parseOutputFile(value, driftFormats)).toBeUndefined();
    },
  );
});

describe("--output", () => {
  const command = commands.find(({ name }) => name === "check-drift")!;

  it("may be repeated", () => {
    const { options } = parseArguments(command, ["--output", "a.json", "--output=b.html"]);
    expect(options["output"]).toEqual(["a.json", "b.html"]);
  });

  it("is refused, before anything runs, where its name tells no format", () => {
    expect(() => parseArguments(command, ["--output", "drift.pdf"])).toThrow(
      '--output takes a file whose name ends in .txt, .json, .md, .sarif, .xml, .html, or FORMAT=FILE; found "drift.pdf"',
    );
    const status = commands.find(({ name }) => name === "status")!;
    expect(() => parseArguments(status, ["--output", "drift.html"])).toThrow(
      '--output takes a file whose name ends in .txt, .json, or FORMAT=FILE; found "drift.html"',
    );
  });

  it("knows every format that --format knows", () => {
    expect(Object.keys(driftFormats).toSorted()).toEqual(
      driftReportOptions.format.choices.toSorted(),
    );
  });
});
