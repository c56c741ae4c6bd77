package io.github.emnist.train.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class MarkupTest {
  @Test
  void nestsElements() {
    String markup =
        new Markup()
            .open("ul", "class", "a b")
            .leaf("li", "1 < 2 & 3")
            .empty("img", "alt", "\"it's\"", "width", 20)
            .line()
            .close()
            .raw("<hr/>")
            .toString();

    assertThat(markup)
        .isEqualTo(
            "<ul class=\"a b\"><li>1 &lt; 2 &amp; 3</li>"
                + "<img alt=\"&quot;it&#39;s&quot;\" width=\"20\"/>\n</ul><hr/>");
  }

  @Test
  void coordinatesHaveNoMoreDigitsThanNeeded() {
    assertThat(new Markup().empty("g", "a", 1.0, "b", 2.506, "c", -0.001, "d", 100.0, "e", 0.5))
        .hasToString("<g a=\"1\" b=\"2.51\" c=\"0\" d=\"100\" e=\"0.5\"/>");
  }

  /** Every character of the first planes, some beyond, and halves of surrogate pairs. */
  @Test
  void anyTextCanBeParsedAndIsTheSame() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c <= 0xFFFF; c++) {
      text.append((char) c).append(' ');
    }
    text.appendCodePoint(0x1F600).appendCodePoint(0x10FFFF);
    String markup = new Markup().leaf("p", text.toString(), "t", text.toString()).toString();

    Element p =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(markup)))
            .getDocumentElement();

    String read = p.getTextContent();
    assertThat(read.codePointCount(0, read.length()))
        .isEqualTo(text.codePointCount(0, text.length()));
    assertThat(read).contains("&", "<", "'", "\"", "\ud83d\ude00", "\u00e9", "\u5b57");
    assertThat(read.substring(0, 4)).isEqualTo("\ufffd \ufffd ");
    assertThat(p.getAttribute("t")).contains("&", "<", "'", "\"");
  }

  @Test
  void refusesWhatIsNotWellFormed() {
    assertThatThrownBy(() -> new Markup().open("p").open("b").close().toString())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("element p is not closed");
    assertThatThrownBy(() -> new Markup().open("p", "class"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attribute \"class\" of p has no value");
  }
}
