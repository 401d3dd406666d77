/** Where in the page something stands: what the ids there begin with, and the level of its headings. */
export interface PagePart {
  idPrefix: string;
  level: 2 | 3;
}

/** What is of one database only, when there are no others. */
export const wholePage: PagePart = { idPrefix: "", level: 2 };

/** A heading of a part's own level, from HTML. */
export function heading({ level }: PagePart, html: string): string {
  return `<h${level}>${html}</h${level}>`;
}

/** A heading below that. */
export function subheading({ level }: PagePart, html: string): string {
  return `<h${level + 1}>${html}</h${level + 1}>`;
}
