/**
 * Words that can't name a constant of a module, globals that our own output or its reader would miss, and what objects have
 * by nature: Drizzle's types take the constants for keys.
 */
const reserved = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function get if implements import in instanceof interface let module new null of package private
  protected public require return set static super switch this throw true try type typeof undefined var void while with
  yield any unknown never object string number boolean bigint symbol globalThis NaN Infinity Object Array String Number
  Boolean Symbol BigInt Function Promise Map Set Date RegExp Error JSON Math Proxy Reflect exports
  constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf prototype then
  __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whether the text is an identifier of ECMAScript (of any alphabet); reserved words are, as property names. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*$/u.test(name);
}

/** Whether the text can be the name of an exported constant. */
export function isConstantName(name: string): boolean {
  return isIdentifier(name) && !reserved.has(name);
}

/**
 * `created_at`, `CreatedAt`, `zip code` → `createdAt`, `createdAt`, `zipCode`: the camel case of drizzle-orm's own
 * `casing`, so that names are those that Drizzle's users expect.
 */
export function toCamelCase(name: string): string {
  const words =
    name
      .replaceAll(/['\u2019]/g, "")
      .match(/[\d\p{Ll}\p{Lo}]+|\p{Lu}+(?![\p{Ll}\p{Lo}])|\p{Lu}[\d\p{Ll}\p{Lo}]+/gu) ?? [];
  return words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
    )
    .join("");
}

/** The name of an object that isn't in `public` with its schema: `userInAuth`, as drizzle-kit has it. */
export function withSchema({ schema, name }: { schema: string; name: string }): string {
  return schema === "public"
    ? name
    : `${name}In${schema.charAt(0).toUpperCase()}${schema.slice(1)}`;
}

/** An identifier that is as much like the name as can be: what isn't allowed becomes its code point. */
export function toIdentifier(name: string): string {
  if (isIdentifier(name)) return name;
  const spelled = [...name]
    .map((character) =>
      /[\p{ID_Continue}$]/u.test(character)
        ? character
        : /\s|[-.]/u.test(character)
          ? "_"
          : `u${(character.codePointAt(0) ?? 0).toString(16)}`,
    )
    .join("");
  return isIdentifier(spelled) ? spelled : `_${spelled}`;
}
