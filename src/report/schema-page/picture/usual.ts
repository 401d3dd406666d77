import type { Detail, PictureGraph } from "./graph.ts";
import type { Size } from "./layered.ts";
import { layOutPicture, type Picture, type View } from "./picture.ts";

/** The room that a picture has beside the text on a usual screen. */
const usualRoom: Size = { width: 840, height: 780 };

/** Drawn smaller than this, so much of a table can't be read with ease. */
const least = { columns: 0.62, keys: 0.5 };

/** More tables than this aren't even tried with so much of each. */
const most = { columns: 45, keys: 130 };

/**
 * A picture with as much of each table as leaves it readable.
 *
 * @param room that it has.
 * @param focus the table that shows all its columns, where there is room; others show what links them.
 */
export function layOutUsual(
  graph: PictureGraph,
  {
    tables,
    isGrouped,
    focus,
    room = usualRoom,
  }: Omit<View, "detailOf"> & { focus?: number | undefined; room?: Size },
): { picture: Picture; detail: Detail } {
  const draw = (detail: Detail, ofFocus: Detail = "columns") =>
    layOutPicture(graph, {
      tables,
      isGrouped,
      detailOf: (table) => (table === focus ? ofFocus : detail),
    });
  const scaleOf = ({ width, height }: Picture) =>
    Math.min(room.width / width, room.height / height);
  if (tables.length <= most.columns && focus === undefined) {
    const picture = draw("columns");
    if (scaleOf(picture) >= least.columns) return { picture, detail: "columns" };
  }
  if (tables.length <= most.keys) {
    const picture = draw("keys");
    if (scaleOf(picture) >= least.keys) return { picture, detail: "keys" };
  }
  const picture = draw("names");
  const isRoomy = focus === undefined || scaleOf(picture) >= least.keys;
  return { picture: isRoomy ? picture : draw("names", "names"), detail: "names" };
}
