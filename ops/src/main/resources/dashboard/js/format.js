// Figures for people: short, with their unit, the same everywhere.

const number = new Intl.NumberFormat('en');

/** A count, with thousands separated. */
export function count(value) {
  return value === null || value === undefined ? '–' : number.format(value);
}

/** A figure with as many digits as matter. */
export function figure(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const size = Math.abs(value);
  if (size >= 1e6) {
    return `${trimmed(value / 1e6)} M`;
  }
  if (size >= 1e4) {
    return `${trimmed(value / 1e3)} k`;
  }
  return size >= 100 || Number.isInteger(value) ? number.format(Math.round(value)) : trimmed(value);
}

function trimmed(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** A size in bytes. */
export function bytes(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : trimmed(value)} ${units[unit]}`;
}

/** Bytes per second. */
export function rate(value) {
  const text = figure(value);
  return /[kM]$/.test(text) ? `${text}B/s` : `${text} B/s`;
}

/** A duration in milliseconds. */
export function duration(millis) {
  if (millis === null || millis === undefined) {
    return '–';
  }
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** A round-trip time in microseconds. */
export function roundTrip(micros) {
  if (micros === null || micros === undefined) {
    return '–';
  }
  return micros < 1000 ? `${micros} µs` : `${trimmed(micros / 1000)} ms`;
}

/** The time of day of a moment. */
export function clock(ms) {
  return new Date(ms).toLocaleTimeString('en-GB');
}

/** One thing or several: `plural(2, 'node')` is `2 nodes`. */
export function plural(value, word) {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}
