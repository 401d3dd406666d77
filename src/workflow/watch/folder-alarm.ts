import { type FSWatcher, statSync, watch } from "node:fs";
import { basename } from "node:path";

/** Milliseconds between rings where the system reports nothing: network and shared folders, too many watches. */
const second = 1000;

/** Says when something may have happened in folders. What it was has to be looked at. */
export interface FolderAlarm {
  /** The folders from now on; those that aren't there are left out. */
  watch(folders: readonly string[]): void;
  close(): void;
}

/**
 * Each folder is watched by itself: Node's own recursive watch on Linux loses a file that was replaced by another, as most
 * editors save. Besides, it rings once in a second, or every so many milliseconds.
 */
export function openFolderAlarm(ring: () => void, interval = second): FolderAlarm {
  const watchers = new Map<string, { inode: number; watcher: FSWatcher }>();
  const timer = setInterval(ring, interval);
  const forget = (folder: string): void => {
    watchers.get(folder)?.watcher.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    const inode = statSync(folder, { throwIfNoEntry: false })?.ino;
    const known = watchers.get(folder);
    if (known !== undefined && known.inode === inode) return;
    forget(folder);
    if (inode === undefined) return;
    try {
      const watcher = watch(folder, (_, name) => {
        // It was removed or renamed itself; another of its name is another folder, also where it gets the same inode.
        if (name === basename(folder)) forget(folder);
        ring();
      });
      watcher.on("error", () => forget(folder));
      watchers.set(folder, { inode, watcher });
    } catch {
      // No more watches are to be had: the timer does it.
    }
  };
  return {
    watch: (folders) => {
      const wanted = new Set(folders);
      for (const folder of watchers.keys()) if (!wanted.has(folder)) forget(folder);
      for (const folder of wanted) add(folder);
    },
    close: () => {
      clearInterval(timer);
      for (const folder of watchers.keys()) forget(folder);
    },
  };
}
