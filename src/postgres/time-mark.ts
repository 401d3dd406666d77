/**
 * What tells one run from another where only its time is known, as an SQL expression: its microseconds within a quarter of an
 * hour, which are the same in all time zones.
 *
 * @param time an expression of either type of timestamp.
 */
export function timeMark(time: string): string {
  return `((extract(epoch from ${time}) * 1000000)::bigint % 900000000)::text`;
}
