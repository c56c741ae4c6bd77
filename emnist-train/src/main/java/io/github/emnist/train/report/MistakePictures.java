package io.github.emnist.train.report;

import io.github.emnist.data.GrayImage;
import io.github.emnist.train.evaluation.Mistake;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.markup.Markup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** The surest mistakes as pictures within the page. */
final class MistakePictures {
  private final Page page;
  private final Mistakes mistakes;

  MistakePictures(Page page, Mistakes mistakes) {
    this.page = page;
    this.mistakes = mistakes;
  }

  void write() {
    Markup out = page.section("Most confident mistakes");
    out.leaf(
        "p",
        "The images that the model was surest of and still got wrong, surest first: label and"
            + " answer, with the probabilities of both. Some may be labelled wrongly.",
        "class",
        "soft");
    out.open("div", "class", "mistakes").line();
    for (Mistake mistake : mistakes.list()) {
      write(out, mistake);
    }
    out.close().close().line();
  }

  private static void write(Markup out, Mistake mistake) {
    String description =
        "image %s, %s taken for %s"
            .formatted(Figures.count(mistake.index()), mistake.truth(), mistake.predicted());
    out.open("figure");
    out.empty("img", "src", dataUri(mistake.image()), "alt", description, "title", description);
    out.open("figcaption").leaf("b", mistake.truth()).text(" \u2192 ");
    out.leaf("b", mistake.predicted(), "class", "wrong");
    out.leaf("span", mistake.predicted() + " " + share(mistake.probability()));
    out.leaf("span", mistake.truth() + " " + share(mistake.truthProbability()));
    out.close().close().line();
  }

  private static String share(float probability) {
    return probability > 0.9995 ? "> 99.9\u00a0%" : Figures.percent(probability);
  }

  private static String dataUri(GrayImage image) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image.toBufferedImage(), "png", png)) {
        throw new IOException("this Java has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot draw a mistake: " + e.getMessage(), e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
