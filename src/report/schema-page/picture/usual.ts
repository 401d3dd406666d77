import type { Detail, PictureGraph } from "./graph.ts";
import { layOutPicture, type Picture, type View } from "./picture.ts";

/** The room that a picture has beside the text on a usual screen. */
const room = { width: 840, height: 780 };

/** Drawn smaller than this, so much of a table can't be read with ease. */
const least = { columns: 0.62, keys: 0.5 };

/** More tables than this aren't even tried with so much of each. */
const most = { columns: 45, keys: 130 };

/** A picture with as much of each table as leaves it readable. */
export function layOutUsual(
  graph: PictureGraph,
  { tables, isGrouped, focus }: Omit<View, "detailOf"> & { focus?: number | undefined },
): { picture: Picture; detail: Detail } {
  const draw = (detail: Detail) =>
    layOutPicture(graph, {
      tables,
      isGrouped,
      detailOf: (table) => (table === focus ? "columns" : detail),
    });
  for (const detail of ["columns", "keys"] as const) {
    // Beside a table in the middle of things, others show what links them.
    if (tables.length > most[detail] || (detail === "columns" && focus !== undefined)) continue;
    const picture = draw(detail);
    if (Math.min(room.width / picture.width, room.height / picture.height) >= least[detail])
      return { picture, detail };
  }
  return { picture: draw("names"), detail: "names" };
}
