import type { AnyCommand, OptionSpec, OptionSpecs } from "./command.ts";
import { globalOptions } from "./shared-options.ts";

/** The widest that options are; a terminal may be narrower. */
const usualColumns = 100;

/**
 * `dbfirst --help`. Pure; also what the README's command list is checked against.
 *
 * @param columns of the terminal that it is shown on; undefined: none.
 */
export function renderOverview(commands: readonly AnyCommand[], columns = Infinity): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const indent = " ".repeat(width + 4);
  return [
    "Usage: dbfirst COMMAND [OPTIONS]",
    "",
    ...wrap(
      "Database-first schema sync for Drizzle on PostgreSQL: SQL files in, TypeScript schema out, drift caught.",
      columns,
    ),
    "",
    "Commands:",
    ...commands.flatMap(({ name, summary }) => {
      const [first, ...rest] = wrap(summary, columns - indent.length);
      return [`  ${name.padEnd(width)}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
    }),
    "",
    ...[
      "dbfirst COMMAND --help shows a command's options and examples.",
      "Which database: --url, else DATABASE_URL, else drizzle.config.ts, else an embedded PostgreSQL.",
      "Exit codes: 0 done or in sync, 1 drift (or pending, where asked), 2 trouble.",
    ].flatMap((line) => wrap(line, columns)),
    "",
  ].join("\n");
}

/** `dbfirst NAME --help`. Pure. */
export function renderHelp(command: AnyCommand, columns = Infinity): string {
  const own = Object.entries(command.options);
  const optionsOf = (specs: OptionSpecs) => renderOptions(specs, Math.min(columns, usualColumns));
  return [
    `Usage: dbfirst ${command.name}${own.length > 0 || !command.raw ? " [OPTIONS]" : ""}${command.arguments === undefined ? "" : ` ${command.arguments}`}`,
    "",
    fitted(command.description.trim(), columns),
    ...(own.length === 0 ? [] : ["", "Options:", ...optionsOf(command.options)]),
    ...(command.raw ? [] : ["", "Everywhere:", ...optionsOf(globalOptions)]),
    "",
    "Examples:",
    ...command.examples.flatMap(([line, says]) => [`  # ${says}`, `  ${line}`]),
    "",
  ].join("\n");
}

/** As it is written where there is room, else its paragraphs anew. */
function fitted(text: string, columns: number): string {
  if (text.split("\n").every((line) => line.length <= columns)) return text;
  const paragraphs = text.split("\n\n");
  return paragraphs
    .map((paragraph) => wrap(paragraph.replaceAll("\n", " "), columns).join("\n"))
    .join("\n\n");
}

function renderOptions(specs: OptionSpecs, columns: number): string[] {
  const names = Object.entries(specs).map(([name, spec]) => label(name, spec));
  const width = Math.min(28, Math.max(...names.map((name) => name.length)));
  return Object.values(specs).flatMap((spec, index) => {
    const [first, ...rest] = wrap(spec.help, columns - width - 4);
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
