import type { OptionSpecs } from "./command.ts";
import { checkOutputFile, type FormatExtensions } from "./output-file.ts";

/** Options that every command has; the command line's entry reads them before the command runs. */
export const globalOptions = {
  cwd: { type: "string", value: "DIR", help: "The project's folder. Default: the current one." },
  config: { type: "string", value: "FILE", help: "A dbfirst.config file by another name." },
  "env-file": {
    type: "list",
    value: "FILE",
    help: "Environment variables from a file; may be repeated. .env and .env.local are read anyway.",
  },
  "shadow-url": {
    type: "string",
    value: "URL",
    help: "A server to make throw-away databases on, in place of an embedded one: for extensions that this lacks. Default: DBFIRST_SHADOW_URL, else dbfirst.config.ts.",
  },
  quiet: { type: "boolean", short: "q", help: "Only results and errors." },
  verbose: { type: "boolean", help: "Also the notices of the server, and the causes of errors." },
  "no-color": { type: "boolean", help: "No colour, even on a terminal. NO_COLOR does the same." },
  help: { type: "boolean", short: "h", help: "Show this help." },
} as const satisfies OptionSpecs;

/** How long a command waits for the database, if it isn't told. */
function timeoutOption(usual: string) {
  return {
    type: "seconds",
    value: "SECONDS",
    help: `How long to wait for the database to answer. Default: ${usual}.`,
  } as const;
}

/** For commands that work on a database. */
export const databaseOptions = {
  url: {
    type: "string",
    value: "URL",
    help: "The database. Default: DATABASE_URL, else drizzle.config.ts, else the embedded database.",
  },
  timeout: timeoutOption("one try"),
} as const satisfies OptionSpecs;

/** For commands that wait for it: that many seconds, if they aren't told. */
export function waitingOptions(usual: number) {
  return { ...databaseOptions, timeout: timeoutOption(String(usual)) };
}

/** For commands that apply. */
export const dryRunOption = {
  "dry-run": {
    type: "boolean",
    help: "Say what would run, in order, and what would be refused; run and write nothing.",
  },
} as const satisfies OptionSpecs;

/** For commands that pull. */
export const pullOptions = {
  force: { type: "boolean", help: "Overwrite generated files that were edited by hand." },
  "no-prove": {
    type: "boolean",
    help: "Don't prove on a throw-away database that the TypeScript makes the same schema.",
  },
  full: {
    type: "boolean",
    help: "Pull and prove everything, even what hasn't changed since the last pull. The files are the same.",
  },
  "pull-timeout": {
    type: "seconds",
    value: "SECONDS",
    help: "How long drizzle-kit may take for the pull, and again for the proof. Default: 600.",
  },
} as const satisfies OptionSpecs;

/** The formats of a report, with the ends of file names that tell them. */
export const reportFormats = {
  text: [".txt"],
  json: [".json"],
} as const satisfies FormatExtensions;

/** For commands that report. */
export const reportOptions = {
  format: {
    type: "choice",
    choices: ["text", "json"],
    help: "How to print the result. Default: text.",
  },
  output: {
    type: "list",
    value: "FILE",
    help: "Also write the result to a file; its name tells the format (.txt, .json). May be repeated.",
    check: (value) => checkOutputFile(value, reportFormats),
  },
} as const satisfies OptionSpecs;

/** The formats of a drift report. Annotations have no file type of their own: github=FILE. */
export const driftFormats = {
  text: [".txt"],
  json: [".json"],
  github: [],
  markdown: [".md"],
  sarif: [".sarif", ".sarif.json"],
  junit: [".xml"],
  html: [".html", ".htm"],
} as const satisfies FormatExtensions;

export type DriftFormat = keyof typeof driftFormats;

/** For commands that report drift. */
export const driftReportOptions = {
  format: {
    type: "choice",
    choices: ["text", "json", "github", "markdown", "sarif", "junit", "html"],
    help: "How to print the report; github: as annotations. Default: text.",
  },
  output: {
    type: "list",
    value: "FILE",
    help: "Also write the report to a file; its name tells the format (.txt, .json, .md, .sarif, .xml for JUnit, .html), or FORMAT=FILE. May be repeated.",
    check: (value) => checkOutputFile(value, driftFormats),
  },
  "show-ignored": {
    type: "boolean",
    help: "List the objects that the rules of `ignore` leave out; by default they are only counted.",
  },
  all: { type: "boolean", help: "Print all findings as text, however many there are." },
} as const satisfies OptionSpecs;
