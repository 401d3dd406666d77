/** The name, or with the first number that makes it one that isn't taken, in so many bytes at most. It is taken then. */
export function freeName(wanted: string, taken: Set<string>, longest = Infinity): string {
  let name = cutName(wanted, longest);
  for (let count = 2; taken.has(name); count += 1)
    name = `${cutName(wanted, longest - String(count).length)}${count}`;
  taken.add(name);
  return name;
}

/** As many whole characters of a name as so many bytes of UTF-8 have room for. */
export function cutName(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let cut = "";
  for (const character of name) {
    if (Buffer.byteLength(cut + character) > bytes) break;
    cut += character;
  }
  return cut;
}
