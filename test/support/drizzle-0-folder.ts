import { fileURLToPath } from "node:url";

/** Its node_modules hold drizzle-kit 0.31 and drizzle-orm 0.45. */
export const drizzle0Folder = fileURLToPath(new URL("../drizzle-0", import.meta.url));
