package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.report.Figure.Text;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class FigureTest {
  private static Figure figure(String text) {
    return new Figure(
        text,
        200,
        100,
        2,
        g -> {
          g.setColor(Color.RED);
          g.fillRect(10, 20, 30, 40);
          g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
          Text.centred(g, text, 100, 50);
          Text.turned(g, "turned", 100, 50);
        });
  }

  @Test
  void pixelsAreTheDrawingEnlarged() {
    BufferedImage image = figure("a").png();

    assertThat(image.getWidth()).isEqualTo(400);
    assertThat(image.getHeight()).isEqualTo(200);
    assertThat(image.getRGB(20, 40)).isEqualTo(Color.RED.getRGB());
    assertThat(image.getRGB(79, 119)).isEqualTo(Color.RED.getRGB());
    assertThat(image.getRGB(80, 119)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void textStaysTextOfTheSameWidthInEveryFont() throws Exception {
    Svg svg = Svg.of(figure("label"));

    assertThat(svg.texts()).containsExactly("label", "turned");
    Element text = svg.elements("text").get(0);
    double width = Svg.number(text, "textLength");
    assertThat(width).isBetween(20.0, 50.0);
    assertThat(Svg.number(text, "x") + width / 2)
        .isBetween(99.9, 100.1); // the middle, whatever the reader's font
    assertThat(svg.elements("text").get(1).getAttribute("transform")).contains("rotate(-90)");
  }

  @Test
  void anyTextIsWellFormed() throws Exception {
    Svg svg = Svg.of(figure("<script>\u0000'\"& ]]> \ud800 \u5b57 \ufffe"));

    String shown = "<script>\ufffd'\"& ]]> \ufffd \u5b57 \ufffd";
    assertThat(svg.texts().get(0)).isEqualTo(shown);
    assertThat(svg.elements("title").get(0).getTextContent()).isEqualTo(shown);
    assertThat(svg.elements("script")).isEmpty();
  }

  @Test
  void severalFitIntoOnePage() {
    String svg = figure("a").svg();

    assertThat(svg).startsWith("<svg ").endsWith("</svg>");
    assertThat(svg).contains("viewBox=\"0 0 200 100\"").contains("prefers-color-scheme:dark");
    assertThat(svg).doesNotContain(" id=", "<!", "<?", "xlink");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    String expected = figure("a").svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(figure("a").svg()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void fontsAreFound() {
    assertThat(Figure.missingFonts()).isEmpty();
  }
}
