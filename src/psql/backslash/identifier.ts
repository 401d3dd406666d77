import type { Bytes } from "../text/bytes.ts";

/** Takes the double quotes off, and folds what is outside them to lower case if asked. */
export function dequoteIdentifier(text: Bytes, { downcase }: { downcase: boolean }): Bytes {
  let quoted = false;
  let result = "";
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position] as string;
    if (character === '"') {
      if (quoted && text[position + 1] === '"') {
        result += '"';
        position += 1;
      } else quoted = !quoted;
    } else
      result +=
        downcase && !quoted && /[A-Z]/.test(character) ? character.toLowerCase() : character;
  }
  return result;
}
