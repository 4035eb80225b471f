package io.tempelhof.ops.dashboard;

/// Contrast as WCAG 2.2 defines it (relative luminance, 1.4.3).
final class Contrast {
  /// Every text on the page with less than {@code arguments[0]} to one.
  static final String SCRIPT =
      """
      const parse = (text) => text.match(/[\\d.]+/g).map(Number);
      const luminance = ([r, g, b]) => {
        const part = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
      };
      const ground = (element) => {
        for (let e = element; e !== null; e = e.parentElement) {
          const colour = parse(getComputedStyle(e).backgroundColor);
          if (colour.length < 4 || colour[3] > 0.99) return colour;
        }
        return [255, 255, 255];
      };
      const bad = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        const element = text.parentElement;
        if (text.data.trim() === '' || !element.checkVisibility()) continue;
        const [a, b] = [parse(getComputedStyle(element).color), ground(element)].map(luminance);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < arguments[0]) bad.push(`${text.data.trim()}: ${ratio.toFixed(2)}`);
      }
      return bad;
      """;

  private Contrast() {}

  /// Of two colours, {@code #rrggbb}: 1 to 21.
  static double of(String one, String two) {
    double a = luminance(one);
    double b = luminance(two);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * part(rgb >> 16 & 255)
        + 0.7152 * part(rgb >> 8 & 255)
        + 0.0722 * part(rgb & 255);
  }

  private static double part(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
