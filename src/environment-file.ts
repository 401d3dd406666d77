/** A variable of a file. */
export interface FileVariable {
  name: string;
  value: string;
  /** In single quotes: nothing in it stands for anything else. */
  isLiteral: boolean;
}

/** dotenv's grammar: `export` in front, three kinds of quotes over several lines, comments after a value. */
const line =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*?|:[ \t]+?)([ \t]*'(?:\\'|[^'])*'|[ \t]*"(?:\\"|[^"])*"|[ \t]*`(?:\\`|[^`])*`|[^#\n]*)?[ \t]*(?:#.*)?$/gm;

/** Reads what a file such as `.env` sets, as https://github.com/motdotla/dotenv does; other lines mean nothing. Pure. */
export function parseEnvironmentFile(text: string): FileVariable[] {
  const lines = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  return Array.from(lines.matchAll(line), ([, name = "", written = ""]) => {
    const value = written.trim();
    const quote = /^(['"`])[^]*\1$/.exec(value)?.[1];
    const inner = quote === undefined ? value : value.slice(1, -1);
    return {
      name,
      value: quote === '"' ? inner.replaceAll(/\\n/g, "\n").replaceAll(/\\r/g, "\r") : inner,
      isLiteral: quote === "'",
    };
  });
}

const reference = /\\?\$\{(\w+)(?::-([^}]*))?\}/g;

/**
 * Puts variables in the place of `${NAME}` and `${NAME:-otherwise}`. What isn't set stays as it is written, as does a `$`
 * without braces: passwords have those. Pure.
 *
 * @param lookUp the value of a variable, itself filled in; undefined if it isn't set.
 */
export function fillIn(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replaceAll(reference, (whole, name: string, otherwise: string | undefined) => {
    if (whole.startsWith("\\")) return whole.slice(1);
    const value = lookUp(name);
    if (otherwise !== undefined) return value || otherwise;
    return value ?? whole;
  });
}
