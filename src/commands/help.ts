import type { AnyCommand, OptionSpec, OptionSpecs } from "./command.ts";
import { globalOptions } from "./shared-options.ts";

/** `dbfirst --help`. Pure; also what the README's command list is checked against. */
export function renderOverview(commands: readonly AnyCommand[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "Usage: dbfirst COMMAND [OPTIONS]",
    "",
    "Database-first schema sync for Drizzle on PostgreSQL: SQL files in, TypeScript schema out, drift caught.",
    "",
    "Commands:",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "dbfirst COMMAND --help shows a command's options and examples.",
    "Which database: --url, else DATABASE_URL, else drizzle.config.ts, else an embedded PostgreSQL.",
    "Exit codes: 0 done or in sync, 1 drift (or pending, where asked), 2 trouble.",
    "",
  ].join("\n");
}

/** `dbfirst NAME --help`. Pure. */
export function renderHelp(command: AnyCommand): string {
  const own = Object.entries(command.options);
  return [
    `Usage: dbfirst ${command.name}${own.length > 0 || !command.raw ? " [OPTIONS]" : ""}${command.arguments === undefined ? "" : ` ${command.arguments}`}`,
    "",
    command.description.trim(),
    ...(own.length === 0 ? [] : ["", "Options:", ...renderOptions(command.options)]),
    ...(command.raw ? [] : ["", "Everywhere:", ...renderOptions(globalOptions)]),
    "",
    "Examples:",
    ...command.examples.flatMap(([line, says]) => [`  # ${says}`, `  ${line}`]),
    "",
  ].join("\n");
}

function renderOptions(specs: OptionSpecs): string[] {
  const names = Object.entries(specs).map(([name, spec]) => label(name, spec));
  const width = Math.min(28, Math.max(...names.map((name) => name.length)));
  return Object.values(specs).flatMap((spec, index) => {
    const [first, ...rest] = wrap(spec.help, 96 - width);
    const name = names[index]!;
    const indent = " ".repeat(width + 4);
    const head =
      name.length > width
        ? [`  ${name}`, `${indent}${first}`]
        : [`  ${name.padEnd(width)}  ${first}`];
    return [...head, ...rest.map((line) => `${indent}${line}`)];
  });
}

function label(name: string, spec: OptionSpec): string {
  const value =
    spec.type === "boolean"
      ? ""
      : spec.type === "choice"
        ? ` ${spec.choices.join("|")}`
        : ` ${spec.value}`;
  return `${spec.short === undefined ? "    " : `-${spec.short}, `}--${name}${value}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
