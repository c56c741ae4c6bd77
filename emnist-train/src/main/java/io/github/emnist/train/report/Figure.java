package io.github.emnist.train.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
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
 * Holds one drawing, which becomes a PNG or an SVG. Drawing needs fontconfig and a font: {@link
 * #missingFonts} first.
 *
 * @param title what the figure shows, for those who do not see it
 * @param width in units
 * @param height in units
 * @param scale pixels of the PNG for each unit
 * @param drawing paints within width and height, on white paper
 */
record Figure(String title, int width, int height, int scale, Consumer<Graphics2D> drawing) {
  /**
   * Shows figures in dark where the reader's system is: light and dark change places, hues stay.
   */
  private static final String STYLE =
      "@media (prefers-color-scheme:dark){svg.figure{filter:invert(.9) hue-rotate(180deg)}}";

  /**
   * Tries a font. Without fontconfig, or without any font, the JDK throws what differs by version
   * (InternalError, UnsatisfiedLinkError, then NoClassDefFoundError, or a plain Error) and says
   * nothing about what to do.
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

  /** Returns an {@code svg} element, for a file or for a page that holds several. */
  String svg() {
    try {
      // The JDK's own implementations: another on the class path might write other bytes.
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
      svg.removeChild(svg.getElementsByTagName("defs").item(0)); // empty, and its id is always one
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

  /**
   * Writes each text with the width that it has here: the reader's fonts may be others, and what is
   * centred should stay in the middle.
   */
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
}
