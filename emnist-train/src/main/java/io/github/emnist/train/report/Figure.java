package io.github.emnist.train.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A drawing that can be written as PNG or SVG. Drawing needs fontconfig and a font; see {@link
 * #missingFonts}.
 *
 * @param title for screen readers
 * @param width in units
 * @param height in units
 * @param scale pixels of the PNG per unit
 * @param drawing paints on white
 */
record Figure(String title, int width, int height, int scale, Consumer<Graphics2D> drawing) {
  /** Inverts the lightness, not the hues, if the reader's system is dark. */
  private static final String STYLE =
      "@media (prefers-color-scheme:dark){svg.figure{filter:invert(.9) hue-rotate(180deg)}}";

  /**
   * Tries a font. Without fontconfig or fonts, the JDK throws different errors by version
   * (InternalError, UnsatisfiedLinkError, NoClassDefFoundError, Error) without a remedy.
   *
   * @return what is wrong and what to install, or nothing
   */
  static Optional<String> missingFonts() {
    try {
      Text.width(Palette.plain(14), "0");
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(
          "Java finds no fonts (%s);".formatted(e)
              + " install fontconfig and a font such as DejaVu (Debian: fonts-dejavu-core)");
    }
  }

  BufferedImage png() {
    BufferedImage image =
        new BufferedImage(scale * width, scale * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.scale(scale, scale);
      paint(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  private void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Palette.PAPER);
    g.fillRect(0, 0, width, height);
    drawing.accept(g);
  }

  /** Returns an {@code svg} element, for a file or a page. */
  String svg() {
    try {
      // The JDK's own implementations, since others on the class path could give other bytes.
      Document document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setComment(null);
      context.setPrecision(2); // decimals
      SvgGraphics g = new SvgGraphics(context);
      paint(g);
      Element svg = g.getRoot();
      svg.removeChild(
          svg.getElementsByTagName("defs").item(0)); // empty, with an id that would repeat
      svg.insertBefore(element(document, "style", STYLE), svg.getFirstChild());
      svg.insertBefore(element(document, "title", Text.legal(title)), svg.getFirstChild());
      svg.setAttribute("class", "figure");
      svg.setAttribute("role", "img");
      svg.setAttribute("viewBox", "0 0 " + width + " " + height);
      svg.setAttribute("width", Integer.toString(width));
      svg.setAttribute("height", Integer.toString(height));
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      transformer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "0");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(svg), new StreamResult(out));
      return out.toString().replace(System.lineSeparator(), "\n").strip();
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("this JDK cannot write XML: " + e.getMessage(), e);
    }
  }

  private static Element element(Document document, String name, String text) {
    Element element = document.createElementNS(SVGGraphics2D.SVG_NAMESPACE_URI, name);
    element.setTextContent(text);
    return element;
  }

  /** Writes each text with its width, so that it stays centred in the reader's fonts. */
  private static final class SvgGraphics extends SVGGraphics2D {
    SvgGraphics(SVGGeneratorContext context) {
      super(context, false);
    }

    @Override
    public void drawString(String line, float x, float y) {
      Element text = element(getDOMFactory(), "text", line);
      text.setAttribute("x", generatorCtx.doubleString(x));
      text.setAttribute("y", generatorCtx.doubleString(y));
      text.setAttribute("textLength", generatorCtx.doubleString(Text.width(getFont(), line)));
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
      domGroupManager.addElement(text, DOMGroupManager.FILL);
    }
  }

  /** The colours and fonts of all figures. */
  static final class Palette {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x222222);
    static final Color SOFT = new Color(0x5B6470);
    static final Color GRID = new Color(0xDDDDDD);

    /**
     * The colours of training and validation, distinguishable in grey and when colour-blind (Okabe
     * and Ito, 2008: blue, vermilion).
     */
    static final Color TRAINING = new Color(0x0072B2);

    static final Color VALIDATION = new Color(0xD55E00);
    static final Color BEST = new Color(0x222222);

    /** The colours of the shares 0, 1/4 and 1. */
    private static final Color[] RIGHT = {PAPER, new Color(0x4A90C8), new Color(0x08306B)};

    private static final Color[] WRONG = {PAPER, new Color(0xE07B39), new Color(0x6B2A00)};

    private Palette() {}

    static Font plain(int size) {
      return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    static Font bold(int size) {
      return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    /**
     * Returns the colour of a share in [0, 1], linear in its square root, so that a share of 1 % is
     * visible beside a diagonal near 1.
     *
     * @param right whether it is a share of right predictions
     */
    static Color ofShare(double share, boolean right) {
      Color[] colours = right ? RIGHT : WRONG;
      double t = Math.sqrt(share);
      return t < 0.5
          ? between(colours[0], colours[1], 2 * t)
          : between(colours[1], colours[2], 2 * t - 1);
    }

    /** Returns a readable text colour for a background. */
    static Color textOn(Color background) {
      // Rec. 601 luma, in [0, 255].
      double luma =
          0.299 * background.getRed()
              + 0.587 * background.getGreen()
              + 0.114 * background.getBlue();
      return luma < 140 ? PAPER : INK;
    }

    private static Color between(Color from, Color to, double t) {
      return new Color(
          mix(from.getRed(), to.getRed(), t),
          mix(from.getGreen(), to.getGreen(), t),
          mix(from.getBlue(), to.getBlue(), t));
    }

    private static int mix(int from, int to, double t) {
      return (int) Math.round(from + (to - from) * t);
    }
  }

  /** Draws lines of text in the current font and colour; {@code y} is the middle of the line. */
  static final class Text {
    private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /** Returns the width of a line, without hinting. */
    static double width(Font font, String line) {
      return font.getStringBounds(legal(line), UNHINTED).getWidth();
    }

    /** Returns the height of a line. */
    static double height(Font font) {
      LineMetrics metrics = font.getLineMetrics("", UNHINTED);
      return metrics.getAscent() + metrics.getDescent();
    }

    static void centred(Graphics2D g, String line, double x, double y) {
      startingAt(g, line, x - width(g.getFont(), line) / 2, y);
    }

    static void endingAt(Graphics2D g, String line, double x, double y) {
      startingAt(g, line, x - width(g.getFont(), line), y);
    }

    static void startingAt(Graphics2D g, String line, double x, double y) {
      LineMetrics metrics = g.getFont().getLineMetrics("", UNHINTED);
      double baseline = y + (metrics.getAscent() - metrics.getDescent()) / 2;
      g.drawString(legal(line), (float) x, (float) baseline);
    }

    /** Draws a centred line that runs upwards. */
    static void turned(Graphics2D g, String line, double x, double y) {
      AffineTransform before = g.getTransform();
      g.rotate(-Math.PI / 2, x, y);
      centred(g, line, x, y);
      g.setTransform(before);
    }

    /** Replaces characters that are not allowed in XML or HTML with U+FFFD. */
    static String legal(String text) {
      StringBuilder legal = new StringBuilder();
      text.codePoints().forEach(c -> legal.appendCodePoint(isLegal(c) ? c : REPLACEMENT));
      return legal.toString();
    }

    /**
     * Returns whether a character is XML 1.0's Char, without the control characters from U+007F,
     * which HTML forbids.
     */
    private static boolean isLegal(int c) {
      return c == '\t'
          || c == '\n'
          || c >= 0x20 && c < 0x7F
          || c >= 0xA0 && c < 0xD800
          || c >= 0xE000 && (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
    }
  }
}
