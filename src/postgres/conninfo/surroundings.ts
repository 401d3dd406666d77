/** What a connection's options are completed from. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** Told, in libpq's words, why a password file isn't used. */
  warn: (text: string) => void;
  /** What relative names of files are relative to; default: the process's current folder. */
  folder?: string | undefined;
}
