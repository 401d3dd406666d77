import { type Option, OPTIONS, OWN_OPTIONS } from "./command-line-options.ts";

/** The command line is wrong; the message is psql's. Empty: psql gives its hint alone. */
export class CommandLineError extends Error {
  override readonly name = "CommandLineError";
}

/** A word of the command line that is no option, or an option by its short name. */
export type Word =
  | { kind: "operand"; text: string }
  | { kind: "option"; name: string; argument: string | undefined };

/**
 * Reads a command line as getopt_long does: bundled letters, `--name=value`, unambiguous beginnings, any order.
 *
 * @throws CommandLineError at the first word that is wrong, in glibc's words
 */
export function* wordsOf(argv: readonly string[]): Generator<Word> {
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") break;
    if (word.startsWith("--")) yield readLong(word, rest);
    else if (word.startsWith("-") && word !== "-") yield* readShort(word, rest);
    else yield { kind: "operand", text: word };
  }
  for (const text of rest) yield { kind: "operand", text };
}

function readLong(word: string, rest: string[]): Word {
  const equals = word.indexOf("=");
  const given = word.slice(2, equals < 0 ? undefined : equals);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  const [long, name, takesArgument] = optionOf(given, word);
  // Its argument needn't be there.
  if (name === "?") return { kind: "option", name, argument: value };
  if (!takesArgument && value !== undefined)
    throw new CommandLineError(`option '--${long}' doesn't allow an argument`);
  const argument = takesArgument ? (value ?? rest.shift()) : undefined;
  if (takesArgument && argument === undefined)
    throw new CommandLineError(`option '--${long}' requires an argument`);
  return { kind: "option", name, argument };
}

/** The option of that name, or of the only name that begins so: where psql has one, ours don't count. */
function optionOf(given: string, word: string): Option {
  const exact = [...OPTIONS, ...OWN_OPTIONS].find(([long]) => long === given);
  if (exact !== undefined) return exact;
  const beginningSo = ([long]: Option): boolean => long.startsWith(given);
  const ofPsql = OPTIONS.filter(beginningSo);
  const found = ofPsql.length > 0 ? ofPsql : OWN_OPTIONS.filter(beginningSo);
  if (found[0] === undefined) throw new CommandLineError(`unrecognized option '${word}'`);
  if (new Set(found.map(([, name]) => name)).size === 1) return found[0];
  const names = found.map(([long]) => ` '--${long}'`).join("");
  throw new CommandLineError(`option '${word}' is ambiguous; possibilities:${names}`);
}

function* readShort(word: string, rest: string[]): Generator<Word> {
  for (let index = 1; index < word.length; index += 1) {
    const name = word[index] as string;
    const option = OPTIONS.find(([, short]) => short === name);
    if (option === undefined) throw new CommandLineError(`invalid option -- '${name}'`);
    // It stands alone: psql looks at the whole word.
    if (name === "?" && word !== "-?") throw new CommandLineError("");
    if (!option[2]) {
      yield { kind: "option", name, argument: undefined };
      continue;
    }
    const argument = index + 1 < word.length ? word.slice(index + 1) : rest.shift();
    if (argument === undefined)
      throw new CommandLineError(`option requires an argument -- '${name}'`);
    yield { kind: "option", name, argument };
    return;
  }
}
