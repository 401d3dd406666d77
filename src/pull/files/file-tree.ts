/** Files to be written, by path relative to the folder they go into, with forward slashes. `\n` line endings. */
export type FileTree = ReadonlyMap<string, string>;
