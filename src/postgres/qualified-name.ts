export interface QualifiedName {
  /** Undefined: whichever comes first in the search path. */
  schema: string | undefined;
  name: string;
}

const part = String.raw`"(?:[^"]|"")+"|[^\s".]+`;
const qualified = new RegExp(`^(?:(${part})\\.)?(${part})$`);

/**
 * Reads a table's name as SQL writes it: `public.user`, `app."userRole"`. Without quotes PostgreSQL takes capitals for small
 * letters, so that a name with capitals and no quotes is refused: it would mean another table than it seems to.
 *
 * @returns undefined for what isn't such a name. Pure.
 */
export function parseQualifiedName(text: string): QualifiedName | undefined {
  const [, schema, name] = qualified.exec(text) ?? [];
  if (name === undefined || [schema, name].some(isFolded)) return undefined;
  return { schema: schema === undefined ? undefined : unquoted(schema), name: unquoted(name) };
}

function isFolded(written: string | undefined): boolean {
  return written !== undefined && !written.startsWith('"') && /[A-Z]/.test(written);
}

function unquoted(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
}
