import { fileURLToPath } from "node:url";

/** Its node_modules hold PostgreSQL 14, 15, 16 and 18: pass it in `searchFolders`. */
export const majorsFolder = fileURLToPath(new URL("../postgres-majors", import.meta.url));
