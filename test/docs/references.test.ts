import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { AnyCommand } from "../../src/commands/command.ts";
import { parseArguments } from "../../src/commands/parse.ts";
import { OPTIONS, OWN_OPTIONS } from "../../src/psql/program/command-line-options.ts";
import { globalOptions } from "../../src/commands/shared-options.ts";
import { commands } from "../../src/commands/table.ts";
import { repository } from "../e2e/command-line.ts";
import { blocksOf, commandsOf, inlineCode, isBroken, readPages } from "./pages.ts";

// What the pages name exists: pages and headings, commands, options, settings.

const pages = readPages();
const textOf = (file: string) => pages.find((page) => page.file === file)!.text;

/** Options of other programs that the pages speak of. */
const others = new Set([
  // npm's.
  "omit",
  // GitHub's runner's pnpm.
  "frozen-lockfile",
  // Docker's engine, of the tests.
  "iptables",
  // drizzle-kit's, after `--`.
  "name",
  // pg_dump's.
  "create",
  // scripts/check.ts, scripts/regress-psql.ts.
  "no-tests",
  "suite",
]);

const known = new Set([
  ...Object.keys(globalOptions),
  ...commands.flatMap(({ options }) => Object.keys(options)),
  // `dbfirst psql` has psql's, and some of its own.
  ...[...OPTIONS, ...OWN_OPTIONS].map(([name]) => name),
]);

describe.each(pages)("$file", ({ file, text }) => {
  it("has links that lead somewhere", () => {
    const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link = ""]) => link);
    const inside = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(inside.filter((link) => isBroken(file, link))).toEqual([]);
  });

  it("links to nothing that the package leaves out", () => {
    const links = Array.from(text.matchAll(/\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g), ([, to = ""]) => to);
    const paths = links.map((link) => posix.join(posix.dirname(file), link));
    expect(paths.filter((path) => path !== "README.md" && !path.startsWith("docs/"))).toEqual([]);
  });

  it("names options that exist", () => {
    const named = inlineCode(text).flatMap((code) =>
      /^(?:(?:npx )?dbfirst [a-z-]+ )?--[a-z]/.test(code)
        ? Array.from(code.matchAll(/(?<=^|\s)--([a-z-]+\b)(?!-|…)/g), ([, name = ""]) => name)
        : [],
    );
    expect(named.filter((name) => !known.has(name) && !others.has(name))).toEqual([]);
  });

  it("names commands of dbfirst that exist, with options that they have", () => {
    const shown = [
      ...commandsOf({ file, text }).map(({ command }) => command),
      ...inlineCode(text),
    ].flatMap((code) => /^(?:[A-Z_]+=\S+ )*(?:npx )?dbfirst ([a-z][^`|&]*)/.exec(code)?.[1] ?? []);
    const wrong = shown.flatMap((line) => wrongWith(line));
    expect(wrong).toEqual([]);
  });
});

/** What is wrong with `check-drift --format json`; an ellipsis or a placeholder stands for what the reader writes. */
function wrongWith(line: string): string[] {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
  const [name = "", ...argv] = words;
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return [`dbfirst ${line}: no such command`];
  if (command.raw === true || argv.includes("…")) return [];
  try {
    parseArguments(
      command,
      argv.map((word) => example(command, word)),
    );
    return [];
  } catch (error) {
    // `dbfirst rollback --to`, of which the text says what follows.
    if (argv.at(-1)?.startsWith("--") && /needs a value/.test((error as Error).message)) return [];
    return [`dbfirst ${line}: ${(error as Error).message}`];
  }
}

/** `--steps N` with a number for N. */
function example({ options }: AnyCommand, word: string): string {
  const isCount = Object.values(options).some(
    (option) => (option.type === "count" || option.type === "seconds") && option.value === word,
  );
  return isCount ? "7" : word;
}

describe("the commands' examples", () => {
  const examples = commands.flatMap((command) => command.examples.map(([line]) => ({ line })));

  it.each(examples)("$line", ({ line }) => {
    const [, rest = ""] = /\bdbfirst ([^)]*)/.exec(line) ?? [];
    expect(rest).not.toBe("");
    expect(wrongWith(rest.replaceAll(/'([^']*)'/g, '"$1"'))).toEqual([]);
  });
});

describe("settings of dbfirst.config.ts", () => {
  const table = textOf("docs/configuration.md");
  const settings = new Set(
    Array.from(table.matchAll(/^\| `([^`]+)` \|/gm), ([, path = ""]) => path),
  );
  const top = new Set([...settings].map((path) => /^\w+/.exec(path)?.[0]));

  it("are listed", () => expect(settings.size).toBeGreaterThan(30));

  it.each(pages)("$file names those that exist", ({ text }) => {
    const named = inlineCode(text).filter((code) => /^[a-z]\w*(\.[a-z]\w*)+$/i.test(code));
    const ours = named.filter((path) => top.has(/^\w+/.exec(path)?.[0]));
    const exists = (path: string) =>
      [...settings].some(
        (one) => one === path || one.replaceAll("[]", "") === path || one.startsWith(`${path}.`),
      );
    expect(ours.filter((path) => !exists(path))).toEqual([]);
  });
});

it("CONTRIBUTING.md names files, folders and scripts that exist", () => {
  const text = readFileSync(join(repository, "CONTRIBUTING.md"), "utf8");
  const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link = ""]) => link);
  expect(links.filter((link) => isBroken("CONTRIBUTING.md", link))).toEqual([]);
  const folders = Array.from(text.matchAll(/^\| (`.*`) \|/gm), ([, cell = ""]) => inlineCode(cell));
  const paths = [
    ...folders
      .flat()
      .filter((code) => /\/$|\.ts$/.test(code))
      .map((path) => `src/${path}`),
    ...inlineCode(text).filter((code) => /^(?:src|test)\//.test(code)),
  ];
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => isBroken("CONTRIBUTING.md", path))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const run = commandsOf({ file: "CONTRIBUTING.md", text }).flatMap(
    ({ command }) => /^pnpm (?:run )?(?!install)([\w:-]+)/.exec(command)?.[1] ?? [],
  );
  expect(run).toContain("check");
  expect(run.filter((name) => !(name in scripts))).toEqual([]);
});

it("there is a page for each job", () => {
  const jobs = [
    "backup",
    "better-auth",
    "configuration",
    "coverage",
    "deployment",
    "existing-project",
    "formats",
    "psql-compatibility",
    "pull-requests",
    "several-systems",
    "tls",
    "troubleshooting",
    "watch",
  ];
  const names = pages.map(({ file }) => file);
  expect(jobs.filter((job) => !names.includes(`docs/${job}.md`))).toEqual([]);
  const readme = textOf("README.md");
  const unlinked = names.filter((file) => file !== "README.md" && !readme.includes(`(${file})`));
  expect(unlinked).toEqual([]);
});

describe("YAML", () => {
  const blocks = pages.flatMap(({ file, text }) =>
    blocksOf(text)
      .filter(({ language }) => language === "yaml")
      .map(({ lines, line }) => ({ file, line, text: lines.join("\n") })),
  );

  it.each(blocks)("$file:$line can be read", ({ text }) => {
    expect(parse(text)).toHaveProperty("jobs");
  });

  it("the README shows this repository's own workflow, which a test runs", () => {
    const shown = blocks.find(({ file }) => file === "README.md");
    const own = readFileSync(join(repository, ".github/workflows/database.yml"), "utf8");
    expect(parse(shown?.text ?? "")).toEqual(parse(own));
  });
});

it("every block says its language, so that commands aren't overlooked", () => {
  const silent = pages.flatMap(({ file, text }) =>
    blocksOf(text).flatMap(({ language, line }) => (language === "" ? [`${file}:${line}`] : [])),
  );
  expect(silent).toEqual([]);
});
