/**
 * Which of the files, named from the folder, are other ones than in the last commit of its repository; new ones aren't.
 * None where there is no git.
 */
export async function editedSinceCommit(
  folder: string,
  files: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  if (files.length === 0) return [];
  const { execa } = await import("execa");
  const { stdout, exitCode } = await execa(
    "git",
    ["diff", "--name-only", "-z", "--relative", "--diff-filter=MD", "HEAD", "--", ...files],
    {
      cwd: folder,
      reject: false,
      stdin: "ignore",
      extendEnv: false,
      // A watch leaves no lock in somebody's way.
      env: { ...env, GIT_LITERAL_PATHSPECS: "1", GIT_OPTIONAL_LOCKS: "0" },
    },
  );
  if (exitCode !== 0) return [];
  const edited = new Set(stdout.split("\0"));
  return files.filter((file) => edited.has(file));
}
