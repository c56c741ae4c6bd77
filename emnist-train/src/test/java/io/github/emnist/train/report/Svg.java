package io.github.emnist.train.report;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Looks into a figure's SVG. */
record Svg(Document document) {
  static Svg of(Figure figure) throws Exception {
    return of(figure.svg());
  }

  static Svg of(String text) throws Exception {
    return new Svg(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text))));
  }

  List<Element> elements(String name) {
    NodeList all = document.getElementsByTagName(name);
    return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i)).toList();
  }

  List<String> texts() {
    return elements("text").stream().map(Node::getTextContent).toList();
  }

  /** The {@code d} of the path in a colour. */
  List<String> paths(java.awt.Color colour) {
    String rgb = "rgb(%d,%d,%d)".formatted(colour.getRed(), colour.getGreen(), colour.getBlue());
    return elements("path").stream()
        .filter(path -> inherited(path, "stroke").equals(rgb))
        .map(path -> path.getAttribute("d"))
        .toList();
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  /** The attribute of the element or of the nearest one around it that has it. */
  static String inherited(Element element, String attribute) {
    return element.hasAttribute(attribute)
        ? element.getAttribute(attribute)
        : inherited((Element) element.getParentNode(), attribute);
  }
}
