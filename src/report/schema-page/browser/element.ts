/** The page's element of that id, which the page always has. */
export function element<Kind extends Element = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as unknown as Kind;
}

/** Marks the one of a group of buttons that is pressed, by its `data-` value. */
export function press(group: HTMLElement, name: string, value: string): void {
  for (const button of group.querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button.dataset[name] === value));
}

/** Text within SVG and HTML. */
export function escape(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What the reader chose last; a page from a file may not remember. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`dbfirst.${name}`);
  } catch {
    return null;
  }
}

/** Keeps a setting for the next visit, where the browser lets a page do that. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`dbfirst.${name}`, value);
  } catch {
    // Nobody loses anything but a setting.
  }
}
