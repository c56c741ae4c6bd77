package io.github.emnist.train.plot;

import io.github.emnist.train.markup.Markup;

/**
 * An SVG picture that carries its own style: light, or dark where the reader's system is. Text
 * keeps to a size that can be read on a phone when the picture is as wide as that.
 */
final class SvgCanvas {
  /** Every rule is for elements within a plot alone, so that a page may hold several. */
  private static final String STYLE =
      """
      .plot{--ink:#222;--soft:#5b6470;--grid:#d9dde2;--paper:#fff;--a:#0067a3;--b:#c24e00;--on:#fff;
      font:14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
      .plot text{fill:var(--ink)} .plot .soft{fill:var(--soft)} .plot .title{font-weight:600}
      .plot .small{font-size:12px} .plot .mid{text-anchor:middle} .plot .end{text-anchor:end}
      .plot .grid{stroke:var(--grid);fill:none} .plot .axis{stroke:var(--soft);fill:none}
      .plot .line{fill:none;stroke-width:2.5;stroke-linejoin:round} .plot .dash{stroke-dasharray:5 4}
      .plot .a{stroke:var(--a)} .plot .b{stroke:var(--b)} .plot .fa{fill:var(--a)} .plot .fb{fill:var(--b)}
      .plot .best{fill:none;stroke:var(--ink);stroke-width:2} .plot .paper{fill:var(--paper)}
      .plot text.on{fill:var(--on)}
      @media (prefers-color-scheme:dark){.plot{--ink:#e8eaed;--soft:#a4acb6;--grid:#3a4048;
      --paper:#1b1e23;--a:#5fb4ee;--b:#ff9a5c;--on:#10151b}}
      """;

  private final Markup out = new Markup();

  /**
   * Begins a picture.
   *
   * @param title what it shows, for those who do not see it
   */
  SvgCanvas(double width, double height, String title) {
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "plot",
        "viewBox",
        "0 0 " + Math.round(width) + " " + Math.round(height),
        "width",
        width,
        "height",
        height,
        "role",
        "img");
    out.leaf("title", title).open("style").raw(STYLE).close().line();
    rect(0, 0, width, height, "paper");
  }

  SvgCanvas rect(double x, double y, double width, double height, String style) {
    out.empty("rect", "class", style, "x", x, "y", y, "width", width, "height", height);
    return this;
  }

  /** A rectangle of a strength in [0, 1], with what a reader sees who points at it. */
  SvgCanvas cell(
      double x,
      double y,
      double width,
      double height,
      String style,
      double strength,
      String tooltip) {
    out.open(
            "rect",
            "class",
            style,
            "x",
            x,
            "y",
            y,
            "width",
            width,
            "height",
            height,
            "fill-opacity",
            strength)
        .leaf("title", tooltip)
        .close();
    return this;
  }

  SvgCanvas line(double x1, double y1, double x2, double y2, String style) {
    out.empty("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    return this;
  }

  SvgCanvas path(String d, String style) {
    out.empty("path", "class", style, "d", d);
    return this;
  }

  SvgCanvas circle(double x, double y, double radius, String style, String tooltip) {
    out.open("circle", "class", style, "cx", x, "cy", y, "r", radius)
        .leaf("title", tooltip)
        .close();
    return this;
  }

  SvgCanvas square(double x, double y, double half, String style, String tooltip) {
    return cell(x - half, y - half, 2 * half, 2 * half, style, 1, tooltip);
  }

  /** Text whose middle is at a height. */
  SvgCanvas text(double x, double y, String text, String style) {
    out.leaf("text", text, "class", style, "x", x, "y", y, "dy", "0.35em");
    return this;
  }

  /** Text of a size of its own. */
  SvgCanvas text(double x, double y, String text, String style, double size) {
    out.leaf(
        "text", text, "class", style, "x", x, "y", y, "dy", "0.35em", "font-size", size + "px");
    return this;
  }

  /** Text read from below, around a point. */
  SvgCanvas turned(double x, double y, String text, String style) {
    out.leaf(
        "text",
        text,
        "class",
        style,
        "dy",
        "0.35em",
        "transform",
        "translate(%s %s) rotate(-90)".formatted(Figures.coordinate(x), Figures.coordinate(y)));
    return this;
  }

  SvgCanvas lineBreak() {
    out.line();
    return this;
  }

  String end() {
    return out.close().toString();
  }
}
