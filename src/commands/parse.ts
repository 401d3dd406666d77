import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { AnyCommand, OptionSpec, OptionSpecs, OptionValues } from "./command.ts";
import { globalOptions } from "./shared-options.ts";

export interface ParsedArguments {
  options: OptionValues<OptionSpecs>;
  global: OptionValues<typeof globalOptions>;
  arguments: string[];
}

/**
 * Parses what follows a command's name.
 *
 * @throws UsageError for an unknown option (with the nearest known one), a missing or wrong value, an argument too many.
 */
export function parseArguments(command: AnyCommand, argv: readonly string[]): ParsedArguments {
  const specs: OptionSpecs = { ...globalOptions, ...command.options };
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        {
          type: spec.type === "boolean" ? "boolean" : "string",
          ...(spec.short && { short: spec.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    values[name] = spec.type === "boolean" ? false : spec.type === "list" ? [] : undefined;
  }
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw unknownOption(command, token.rawName, Object.keys(specs));
    const value = readValue(command, token.rawName, spec, token.value);
    values[token.name] =
      spec.type === "list" ? [...(values[token.name] as string[]), value] : value;
  }
  if (command.arguments === undefined && positionals.length > 0) {
    throw new UsageError(
      `dbfirst ${command.name} takes no argument, found "${positionals[0]}"`,
      seeHelp(command),
    );
  }
  return {
    options: values as OptionValues<OptionSpecs>,
    global: values as OptionValues<typeof globalOptions>,
    arguments: positionals,
  };
}

function readValue(
  command: AnyCommand,
  rawName: string,
  spec: OptionSpec,
  value: string | undefined,
): unknown {
  if (spec.type === "boolean") {
    if (value !== undefined)
      throw new UsageError(`${rawName} takes no value, found "${value}"`, seeHelp(command));
    return true;
  }
  if (value === undefined || value === "") {
    const wanted = spec.type === "choice" ? spec.choices.join(", ") : spec.value;
    throw new UsageError(`${rawName} needs a value: ${wanted}`, seeHelp(command));
  }
  if (spec.type === "choice" && !spec.choices.includes(value)) {
    const suggestion = nearest(value, spec.choices);
    throw new UsageError(`${rawName} is one of ${spec.choices.join(", ")}; found "${value}"`, {
      hint: suggestion && `Did you mean ${rawName} ${suggestion}?`,
    });
  }
  const complaint = spec.type === "list" ? spec.check?.(value) : undefined;
  if (complaint !== undefined) throw new UsageError(`${rawName} ${complaint}`, seeHelp(command));
  if (spec.type === "count") {
    if (!/^[1-9]\d{0,8}$/.test(value))
      throw new UsageError(
        `${rawName} is a whole number from 1, found "${value}"`,
        seeHelp(command),
      );
    return Number(value);
  }
  if (spec.type === "seconds") {
    const seconds = Number(value);
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new UsageError(`${rawName} is a number of seconds, found "${value}"`, seeHelp(command));
    }
    return seconds;
  }
  return value;
}

function unknownOption(command: AnyCommand, rawName: string, known: readonly string[]): UsageError {
  const suggestion = nearest(rawName.replace(/^-+/, ""), known);
  const passesOn = command.arguments?.includes("-- DRIZZLE-KIT OPTIONS");
  const otherwise = passesOn
    ? { hint: `drizzle-kit's options stand behind --: dbfirst ${command.name} -- ${rawName}` }
    : seeHelp(command);
  return new UsageError(
    `dbfirst ${command.name} has no option ${rawName}`,
    suggestion === undefined ? otherwise : { hint: `Did you mean --${suggestion}?` },
  );
}

function seeHelp(command: AnyCommand): { hint: string } {
  return { hint: `dbfirst ${command.name} --help lists what there is.` };
}
