/** What \timing says of a statement that took so long. */
export function timingOf(milliseconds: number): string {
  const short = `Time: ${milliseconds.toFixed(3)} ms`;
  if (milliseconds < 1000) return `${short}\n`;
  const total = milliseconds / 1000;
  const seconds = (total % 60).toFixed(3).padStart(6, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600) % 24;
  const days = Math.floor(total / 86_400);
  if (total < 3600) return `${short} (${two(minutes)}:${seconds})\n`;
  if (total < 86_400) return `${short} (${two(hours)}:${two(minutes)}:${seconds})\n`;
  return `${short} (${days} d ${two(hours)}:${two(minutes)}:${seconds})\n`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
