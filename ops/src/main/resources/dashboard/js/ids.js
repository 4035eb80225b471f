// Places of the overlay: ids of 128 bits as 32 hex digits, compared by XOR (docs/vocabulary.md:
// id, distance, bucket).

const FRACTION_DIGITS = 13;

/** Where an id stands on a ring that runs through all ids: 0 (inclusive) to 1 (exclusive). */
export function fraction(id) {
  return Number.parseInt(id.slice(0, FRACTION_DIGITS), 16) / 2 ** (4 * FRACTION_DIGITS);
}

/**
 * How many leading bits two ids share: the index of the bucket each has the other in; 128 if they
 * are equal.
 */
export function commonPrefix(a, b) {
  for (let i = 0; i < a.length; i++) {
    const difference = Number.parseInt(a[i], 16) ^ Number.parseInt(b[i], 16);
    if (difference !== 0) {
      return 4 * i + Math.clz32(difference) - 28;
    }
  }
  return 128;
}

/** Whether `a` is closer to `target` than `b`. */
export function closer(a, b, target) {
  for (let i = 0; i < target.length; i++) {
    const goal = Number.parseInt(target[i], 16);
    const difference = (Number.parseInt(a[i], 16) ^ goal) - (Number.parseInt(b[i], 16) ^ goal);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}

/** The first `count` bits of an id, as text. */
export function bits(id, count) {
  let text = '';
  for (let i = 0; text.length < count && i < id.length; i++) {
    text += Number.parseInt(id[i], 16).toString(2).padStart(4, '0');
  }
  return text.slice(0, count);
}

/** The part of the ring that belongs to a prefix given in bits: `{from, to}` as fractions. */
export function arc(prefix) {
  const size = 2 ** -prefix.length;
  const from = prefix === '' ? 0 : Number.parseInt(prefix, 2) * size;
  return { from, to: from + size };
}
