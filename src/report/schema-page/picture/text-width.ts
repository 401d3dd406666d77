/** Widths of characters as a share of the font's size: those of the widest of the usual sans-serif fonts. */
function share(character: string): number {
  if (/[iljtfrI.,:;'|!()[\] ]/.test(character)) return 0.36;
  if (/[mwMW@%]/.test(character)) return 0.9;
  if (/[A-Z]/.test(character)) return 0.69;
  const point = character.codePointAt(0)!;
  if (point < 0x250) return 0.605;
  return point < 0x1100 ? 0.65 : 1.05;
}

/** About how wide a text is, in pixels. */
export function textWidth(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const character of text) width += share(character);
  return width * size * (isBold ? 1.1 : 1);
}

/** The text, with an ellipsis where it is wider. */
export function cutToWidth(text: string, width: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= width) return text;
  const room = width - textWidth("…", size, isBold);
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += textWidth(character, size, isBold);
    if (used > room) break;
    kept += character;
  }
  return `${kept}…`;
}
