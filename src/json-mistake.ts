/** What is wrong with a JSON text, and where. */
export interface JsonMistake {
  /** `3:14`, the line and the column, from 1. */
  at: string;
  message: string;
}

/**
 * Tells what JSON.parse said of a text: Node 20 gives an offset, later ones a line and a column as well, and none has any
 * for an end that came too early. Pure.
 */
export function jsonMistake(error: unknown, text: string): JsonMistake {
  const said = error instanceof Error ? error.message : String(error);
  const [place, offset] = / at position (\d+)(?: \(line \d+ column \d+\))?/.exec(said) ?? [];
  return {
    at: lineAndColumn(text, offset === undefined ? text.length : Number(offset)),
    message: place === undefined ? said : said.replace(place, ""),
  };
}

/** An offset as people count: `3:14`. */
export function lineAndColumn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}
