import type { Bytes } from "./text/bytes.ts";
import { unmarked } from "./text/marked-bytes.ts";

/** What a special variable does when it is set. */
export interface VariableHook {
  /** Replaces the value before it is set; undefined stands for \unset. */
  substitute?: ((value: Bytes | undefined) => Bytes | undefined) | undefined;
  /** Takes the value; a message refuses it. */
  assign: (value: Bytes | undefined) => Bytes | undefined;
}

interface Variable {
  value: Bytes | undefined;
  hook: VariableHook | undefined;
  /** Gives the value when it is asked for. */
  find?: () => Bytes;
}

/** psql's variables, the special ones with their hooks. */
export class Variables {
  /**
   * True once what a value stands for depends on when it is read: it refers to a variable that statements set, or has a
   * backslash, which standard_conforming_strings decides about.
   */
  dependsOnResults = false;
  readonly #variables = new Map<Bytes, Variable>();

  get(name: Bytes): Bytes | undefined {
    return valueOf(this.#variables.get(unmarked(name)));
  }

  /** Sets a variable to what takes time to find out, and is seldom asked for. */
  setLater(name: Bytes, find: () => Bytes): void {
    this.#variables.set(name, { value: undefined, hook: undefined, find });
  }

  hasHook(name: Bytes): boolean {
    return this.#variables.get(name)?.hook !== undefined;
  }

  /** Sets a variable, or removes it with undefined. Returns a message when that isn't possible. */
  set(given: Bytes, value: Bytes | undefined): Bytes | undefined {
    const name = unmarked(given);
    if (!/^[A-Za-z_0-9\x80-\xff]+$/.test(name))
      return value === undefined ? undefined : `invalid variable name: "${name}"`;
    if (value !== undefined && (value.includes("\\") || refersToResults(value)))
      this.dependsOnResults = true;
    const variable = this.#variables.get(name);
    if (variable?.hook === undefined) {
      if (value === undefined) this.#variables.delete(name);
      else this.#variables.set(name, { value, hook: undefined });
      return undefined;
    }
    const substituted =
      variable.hook.substitute === undefined ? value : variable.hook.substitute(value);
    const refusal = variable.hook.assign(substituted);
    if (refusal === undefined) variable.value = substituted;
    return refusal;
  }

  /** Makes a variable special; the hook sees its present value at once. */
  hook(name: Bytes, hook: VariableHook): void {
    const value = hook.substitute === undefined ? this.get(name) : hook.substitute(this.get(name));
    hook.assign(value);
    this.#variables.set(name, { value, hook });
  }

  /** Those that are set, in byte order. */
  entries(): [name: Bytes, value: Bytes][] {
    const set: [Bytes, Bytes][] = [];
    for (const [name, variable] of this.#variables) {
      const value = valueOf(variable);
      if (value !== undefined) set.push([name, value]);
    }
    return set.toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}

function valueOf(variable: Variable | undefined): Bytes | undefined {
  return variable?.value ?? variable?.find?.();
}

/** A boolean as psql reads it: unambiguous beginnings of true, false, yes, no, on, off, and 1 and 0. */
export function parseBoolean(value: Bytes | undefined): boolean | undefined {
  const text = (value ?? "").toLowerCase();
  if (text.length > 0) {
    if ("true".startsWith(text)) return true;
    if ("false".startsWith(text)) return false;
    if ("yes".startsWith(text)) return true;
    if ("no".startsWith(text)) return false;
    if (text.length >= 2 && "on".startsWith(text)) return true;
    if (text.length >= 2 && "off".startsWith(text)) return false;
  }
  return text === "1" ? true : text === "0" ? false : undefined;
}

/** An integer as C's strtol with base 0 reads it. */
export function parseInteger(value: Bytes | undefined): number | undefined {
  const found = /^\s*([-+]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/.exec(value ?? "");
  if (found === null) return undefined;
  const [, sign, hex, octal, decimal] = found;
  const magnitude =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(decimal);
  const number = sign === "-" ? -magnitude : magnitude;
  return number === (number | 0) ? number : undefined;
}

/** Whether text refers to a variable that the results of statements set. */
export function refersToResults(text: Bytes): boolean {
  return /:['"{?]*(?:ERROR|SQLSTATE|ROW_COUNT|LAST|ENCODING)/.test(text);
}
