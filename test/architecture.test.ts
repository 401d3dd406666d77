import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
const generated = /^database\/schemas\//;

interface SourceFile {
  path: string;
  /** The code without comments. */
  code: string;
  imports: { target: string; typeOnly: boolean }[];
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !generated.test(path))
  .map((path): SourceFile => {
    const code = readFileSync(join(root, path), "utf8").replaceAll(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      "",
    );
    const declarations = code.matchAll(
      /^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm,
    );
    return {
      path,
      code,
      imports: [...declarations].map((match) => {
        const specifier = (match[2] ?? match[3])!;
        return {
          target: specifier.startsWith(".")
            ? posix.join(posix.dirname(path), specifier)
            : specifier,
          typeOnly: match[1] !== undefined,
        };
      }),
    };
  });

const folderOf = (path: string) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : path);

/** What the value imports of each part of src/ may reach besides itself: DESIGN's floors. */
const mayImport: Record<string, readonly string[]> = {
  "errors.ts": [],
  "installation-error.ts": ["errors.ts"],
  "file-checksum.ts": [],
  "file-reason.ts": [],
  "json-mistake.ts": [],
  "file-system-error.ts": ["errors.ts", "file-reason.ts"],
  "literal-pattern.ts": [],
  "syntax-edits.ts": [],
  "nearest.ts": [],
  "non-empty.ts": [],
  "version.ts": [],
  "unified-diff.ts": [],
  "shell-word.ts": [],
  "environment.ts": ["errors.ts", "environment-file.ts", "file-reason.ts"],
  "environment-file.ts": [],
  "console.ts": ["report"],
  postgres: ["errors.ts"],
  // catalog: the list of kinds, which rules name.
  // sources: each kind declares its options.
  config: [
    "errors.ts",
    "json-mistake.ts",
    "nearest.ts",
    "non-empty.ts",
    "postgres",
    "catalog",
    "sources",
    "syntax-edits.ts",
  ],
  // workflow.ts and its folder are one part: the only one that joins stages.
  workflow: [
    "errors.ts",
    "file-checksum.ts",
    "file-reason.ts",
    "installation-error.ts",
    "nearest.ts",
    "postgres",
    "config",
    "sources",
    "apply",
    "catalog",
    "pull",
    "drift",
    "better-auth",
    "backup",
    "tools",
    "doctor",
    "init",
    "version.ts",
    "unified-diff.ts",
    "workflow.ts",
  ],
  backup: ["errors.ts", "file-reason.ts", "postgres"],
  tools: ["errors.ts", "file-reason.ts", "postgres"],
  // tools: a kind says what runs it, and loads that when it is needed.
  sources: ["errors.ts", "file-checksum.ts", "file-reason.ts", "non-empty.ts", "postgres", "tools"],
  psql: ["errors.ts", "postgres"],
  catalog: ["errors.ts", "file-reason.ts", "literal-pattern.ts", "postgres"],
  apply: ["errors.ts", "file-checksum.ts", "nearest.ts", "shell-word.ts", "postgres", "psql"],
  pull: [
    "errors.ts",
    "file-reason.ts",
    "literal-pattern.ts",
    "nearest.ts",
    "unified-diff.ts",
    "postgres",
    "syntax-edits.ts",
  ],
  drift: ["errors.ts", "literal-pattern.ts", "postgres"],
  "better-auth": ["errors.ts", "postgres"],
  studio: ["errors.ts", "postgres"],
  doctor: ["errors.ts", "file-reason.ts", "postgres"],
  init: [
    "errors.ts",
    "file-reason.ts",
    "json-mistake.ts",
    "unified-diff.ts",
    "postgres",
    "sources",
  ],
  report: ["errors.ts", "literal-pattern.ts", "shell-word.ts"],
  "workflow.ts": [
    "errors.ts",
    "postgres",
    "config",
    "sources",
    "apply",
    "catalog",
    "pull",
    "drift",
    "version.ts",
    "workflow",
  ],
  commands: [
    "errors.ts",
    "file-reason.ts",
    "nearest.ts",
    "shell-word.ts",
    "console.ts",
    "version.ts",
    "workflow.ts",
    "workflow",
    "config",
    "postgres",
    "psql",
    "pull",
    "studio",
    "report",
  ],
  cli: [
    "errors.ts",
    "file-system-error.ts",
    "installation-error.ts",
    "nearest.ts",
    "version.ts",
    "environment.ts",
    "console.ts",
    "commands",
    "postgres",
    "psql",
    "report",
  ],
  "cli.ts": ["errors.ts", "cli", "report"],
  "index.ts": [
    "errors.ts",
    "workflow.ts",
    "config",
    "postgres",
    "psql",
    "catalog",
    "drift",
    "pull",
    "apply",
    "sources",
  ],
  database: [],
};

/** Text for processes of drizzle-kit's. */
const childPrograms = ["pull/kit/kit-program.ts", "studio/listen-on-socket.ts"];

describe("the layout of src/", () => {
  it("is known here: every file belongs to a part with rules", () => {
    expect(files.map(({ path }) => folderOf(path)).filter((part) => !(part in mayImport))).toEqual(
      [],
    );
    expect(files.length).toBeGreaterThan(30);
  });

  it("imports go down only, and values only along the allowed arrows", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && files.some((file) => file.path === target))
        .filter(({ target }) => folderOf(target) !== folderOf(path))
        .filter(({ target }) => !mayImport[folderOf(path)]!.includes(folderOf(target)))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("psql/ knows nothing of migrations, not even their types", () => {
    const wrong = files
      .filter(({ path }) => path.startsWith("psql/"))
      .flatMap(({ path, imports }) => imports.map(({ target }) => ({ path, target })))
      .filter(({ target }) =>
        /^(config|sources|apply|catalog|pull|drift|report|commands|workflow)\b/.test(target),
      );
    expect(wrong).toEqual([]);
  });

  it("every relative import names an existing file, and none names index.ts", () => {
    const known = new Set(files.map(({ path }) => path));
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target.endsWith(".ts"))
        .filter(
          ({ target }) => (!known.has(target) && !generated.test(target)) || target === "index.ts",
        )
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("there are no cycles of value imports", () => {
    const graph = new Map(
      files.map(({ path, imports }) => [
        path,
        imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
      ]),
    );
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
        return;
      }
      if (done.has(path)) return;
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it.each([
    ["process.exit", /\bprocess\.exit\b/, ["cli.ts", ...childPrograms]],
    ["process.argv", /\bprocess\.argv\b/, ["cli.ts"]],
    // preload.ts and the scratch config hold text for drizzle-kit's process, better-auth/child/ is a process of its own.
    [
      "the process's environment",
      /\bprocess\.env\b/,
      [
        /^better-auth\/child\/[\w-]+\.ts$/,
        "environment.ts",
        // Text for a project's drizzle.config.ts.
        "init/config-files.ts",
        "pull/kit/preload.ts",
        ...childPrograms,
        "pull/kit/run-drizzle-kit.ts",
        // Text for drizzle-kit's configuration.
        "pull/kit-0.31/run-pull.ts",
        // The program of a child process.
        "tools/node-pg-migrate.ts",
      ],
    ],
    [
      "standard streams",
      /\bprocess\.(stdout|stderr|stdin)\b|\bconsole\.(log|error|warn)\(/,
      ["cli.ts", "console.ts", ...childPrograms],
    ],
    [
      "child processes",
      /(from|import\()\s*"(execa|node:child_process)"/,
      [
        /^psql\/external\/[\w-]+\.ts$/,
        /^pull\/kit\/[\w-]+\.ts$/,
        "pull/kit-0.31/run-pull.ts",
        /^postgres\/embedded\/[\w-]+\.ts$/,
        /^better-auth\/run-[\w-]+\.ts$/,
        "backup/run-client.ts",
        "doctor/git.ts",
        /^tools\/[\w-]+\.ts$/,
      ],
    ],
  ] as const)("%s are touched in one place", (_, pattern, allowed) => {
    const found = files.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
    expect(
      found.filter(
        (path) =>
          !allowed.some((rule) => (typeof rule === "string" ? rule === path : rule.test(path))),
      ),
    ).toEqual([]);
  });

  it("what is called pure does no input or output", () => {
    const pure = /^(pull\/render\/|drift\/compare|apply\/plan|psql\/text\/|report\/)/;
    const wrong = files
      .filter(({ path }) => pure.test(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ target, typeOnly }) =>
              !typeOnly && /^(node:(fs|net|tls|child_process)|execa|postgres|pg)$/.test(target),
          )
          .map(({ target }) => `${path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it("no file hides behind a name that says nothing", () => {
    const names = files.map(({ path }) => posix.basename(path));
    expect(
      names.filter((name) => /^(utils?|helpers?|common|misc|manager|types)\.ts$/.test(name)),
    ).toEqual([]);
  });

  it("files are short enough to hold one idea", () => {
    const long = files
      .map(({ path }) => ({
        path,
        lines: readFileSync(join(root, path), "utf8").split("\n").length,
      }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
