import type { Reporter } from "../messages/reporter.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Input } from "../text/input-stack.ts";
import type { Lexer } from "../text/lexer.ts";
import { type Quoting, variableAt } from "../text/variable-reference.ts";
import { dequoteIdentifier } from "./identifier.ts";

/** How an argument is read: plainly, as a connection's part, as a file or pipe, or the whole rest of the line. */
export type ArgumentKind = "normal" | "identifier" | "file" | "whole-line";

export interface Argument {
  text: Bytes;
  /** The last kind of quoting in it, or empty. */
  quote: "" | "'" | '"' | ":" | "`";
}

export interface ArgumentHost {
  variable(name: Bytes, quoting: Quoting): Bytes | undefined;
  /** What the command between backquotes prints. */
  backquote(command: Bytes): Bytes;
  reporter: Pick<Reporter, "error">;
}

/** Reads a backslash command's name and arguments from the line (psqlscanslash.l). */
export class ArgumentReader {
  readonly #lexer: Lexer;
  readonly #host: ArgumentHost;
  /** In a skipped branch nothing is substituted or evaluated. */
  readonly #isActive: () => boolean;

  constructor(lexer: Lexer, host: ArgumentHost, isActive: () => boolean) {
    this.#lexer = lexer;
    this.#host = host;
    this.#isActive = isActive;
  }

  commandName(): Bytes {
    let name = "";
    for (let input = this.#lexer.input; input !== undefined; input = this.#lexer.input) {
      const character = input.text[input.position] as string;
      if (isSpace(character) || character === "\\") break;
      name += character;
      input.position += 1;
    }
    // The one command that psql knows in capitals too.
    return name.toLowerCase() === "copy" ? "copy" : name;
  }

  /**
   * The next argument; undefined when there is none, or when a quote isn't closed (which is reported).
   * `semicolon`: a semicolon at its end is dropped. `literal`: quotes are all that is understood (\restrict).
   */
  next(
    kind: ArgumentKind = "normal",
    { semicolon = false, literal = false }: { semicolon?: boolean; literal?: boolean } = {},
  ): Argument | undefined {
    if (kind === "whole-line") return this.#wholeLine("");
    this.#skipSpace();
    const first = this.#lexer.input;
    if (first === undefined) return undefined;
    if (kind === "file" && first.text[first.position] === "|") return this.#wholeLine("");

    const argument: Argument = { text: "", quote: "" };
    let unquoted = 0;
    for (;;) {
      const input = this.#lexer.input;
      if (input === undefined) break;
      const character = input.text[input.position] as string;
      if (isSpace(character) || character === "\\") break;
      const quoted = this.#quoted(input, character, argument, { literal });
      if (quoted === "unterminated") {
        this.#host.reporter.error("unterminated quoted string");
        return undefined;
      }
      if (quoted === "yes") {
        unquoted = 0;
        continue;
      }
      argument.text += character;
      unquoted += 1;
      input.position += 1;
    }
    // In C, a zero byte ends the text.
    argument.text = argument.text.replace(/\0.*$/s, "");
    if (semicolon)
      while (unquoted-- > 0 && argument.text.endsWith(";"))
        argument.text = argument.text.slice(0, -1);
    if (kind === "identifier")
      argument.text = dequoteIdentifier(argument.text, { downcase: false });
    return argument.text === "" && argument.quote === "" ? undefined : argument;
  }

  /** Skips a `\\` that separates the command from what follows. */
  end(): void {
    const input = this.#lexer.input;
    if (input?.text.startsWith("\\\\", input.position) === true) input.position += 2;
  }

  #skipSpace(): void {
    for (let input = this.#lexer.input; input !== undefined; input = this.#lexer.input) {
      if (!isSpace(input.text[input.position] as string)) return;
      input.position += 1;
    }
  }

  #wholeLine(start: Bytes): Argument | undefined {
    let text = start;
    for (let input = this.#lexer.input; input !== undefined; input = this.#lexer.input) {
      text += input.text.slice(input.position);
      input.position = input.text.length;
    }
    text = text.replace(/^[ \t\n\r\f]+/, "");
    return text === "" ? undefined : { text, quote: "" };
  }

  #quoted(
    input: Input,
    character: string,
    argument: Argument,
    { literal }: { literal: boolean },
  ): "yes" | "no" | "unterminated" {
    if (character === "'") {
      argument.quote = "'";
      input.position += 1;
      return this.#singleQuoted(argument);
    }
    if (character === '"') {
      argument.quote = '"';
      const end = input.text.indexOf('"', input.position + 1);
      argument.text += input.text.slice(input.position, end < 0 ? undefined : end + 1);
      input.position = end < 0 ? input.text.length : end + 1;
      return end < 0 ? "unterminated" : "yes";
    }
    if (literal) return "no";
    if (character === "`") return this.#backquoted(input, argument);
    if (character !== ":") return "no";
    const reference = variableAt(input.text, input.position);
    if (reference === undefined) return "no";
    const value = this.#isActive()
      ? this.#host.variable(reference.name, reference.quoting)
      : undefined;
    const asWritten = input.text.slice(input.position, reference.end);
    input.position = reference.end;
    if (reference.test) argument.text += value === undefined ? "FALSE" : "TRUE";
    else {
      argument.text += value ?? asWritten;
      argument.quote = ":";
    }
    return "yes";
  }

  #singleQuoted(argument: Argument): "yes" | "unterminated" {
    for (let input = this.#lexer.input; input !== undefined; input = this.#lexer.input) {
      const { text, position } = input;
      if (text[position] === "'") {
        if (text[position + 1] !== "'") {
          input.position += 1;
          return "yes";
        }
        argument.text += "'";
        input.position += 2;
        continue;
      }
      const escape = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))/sy;
      escape.lastIndex = position;
      const found = escape.exec(text);
      if (found === null) {
        argument.text += text[position];
        input.position += 1;
        continue;
      }
      const [whole, octal, hex, letter] = found;
      if (octal !== undefined)
        argument.text += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      else if (hex !== undefined) argument.text += String.fromCharCode(Number.parseInt(hex, 16));
      else argument.text += ESCAPES[letter as string] ?? letter;
      input.position += whole.length;
    }
    return "unterminated";
  }

  #backquoted(input: Input, argument: Argument): "yes" | "unterminated" {
    argument.quote = "`";
    const end = input.text.indexOf("`", input.position + 1);
    const command = input.text.slice(input.position + 1, end < 0 ? undefined : end);
    input.position = end < 0 ? input.text.length : end + 1;
    if (end < 0) return "unterminated";
    argument.text += this.#isActive() ? this.#host.backquote(this.#shellCommand(command)) : command;
    return "yes";
  }

  /** Variables within backquotes: `:name` as it is, `:'name'` quoted for the shell. */
  #shellCommand(command: Bytes): Bytes {
    return command.replaceAll(
      /:(?:([A-Za-z_0-9\x80-\u01ff]+)|'([A-Za-z_0-9\x80-\u01ff]+)')/g,
      (written: string, plain: Bytes | undefined, quoted: Bytes | undefined) => {
        const value = this.#host.variable(plain ?? quoted ?? "", "plain");
        if (value === undefined) return written;
        return quoted === undefined ? value : (this.#shellQuoted(value) ?? written);
      },
    );
  }

  /** As psql quotes for a shell; undefined, reported, for what can't be an argument. */
  #shellQuoted(value: Bytes): Bytes | undefined {
    if (/[\n\r]/.test(value)) {
      this.#host.reporter.error(
        `shell command argument contains a newline or carriage return: "${value}"`,
      );
      return undefined;
    }
    if (/^[-A-Za-z0-9_./:]+$/.test(value)) return value;
    return `'${value.replaceAll("'", "'\"'\"'")}'`;
  }
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", b: "\b", r: "\r", f: "\f" };

function isSpace(character: string): boolean {
  return (
    character === " " ||
    character === "\t" ||
    character === "\n" ||
    character === "\r" ||
    character === "\f"
  );
}
