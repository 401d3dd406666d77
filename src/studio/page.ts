/** Where the page of Drizzle Studio comes from. */
export const studioOrigin = "https://local.drizzle.studio";

/** The port of this machine that the page asks when its address names none. */
export const defaultStudioPort = 4983;

/** The page's address for a port, as drizzle-kit prints it. */
export function pageAddress(port: number): string {
  return port === defaultStudioPort ? studioOrigin : `${studioOrigin}?port=${port}`;
}
