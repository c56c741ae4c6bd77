package io.github.emnist.train.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.history.TrainingHistory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPlotsTest {
  private static final TrainingHistory HISTORY =
      Histories.of(new double[] {0.5, 0.7, Double.NaN, 0.9}, new double[] {0.6, 0.8, 0.7, 0.8}, 2);

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(Document document, String name, String style) {
    List<Element> found = new ArrayList<>();
    NodeList all = document.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (List.of(element.getAttribute("class").split(" ")).contains(style)) {
        found.add(element);
      }
    }
    return found;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static List<String> texts(Document document) {
    List<String> texts = new ArrayList<>();
    NodeList all = document.getElementsByTagName("text");
    for (int i = 0; i < all.getLength(); i++) {
      texts.add(all.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void curvesBreakWhereThereIsNoFigure() throws Exception {
    Document svg = parse(SvgPlots.accuracy(HISTORY));

    String training = elements(svg, "path", "a").get(0).getAttribute("d");
    String validation = elements(svg, "path", "b").get(0).getAttribute("d");
    assertThat(training.chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(training.chars().filter(c -> c == 'L')).hasSize(1);
    assertThat(validation).matches("M[^ML]+ [^ML]+(L[^ML]+){3}");
    assertThat(elements(svg, "circle", "best")).hasSize(2); // at its epoch and in the legend
    assertThat(texts(svg)).contains("training", "validation", "best epoch: 2", "1", "4", "epoch");
    assertThat(SvgPlots.accuracy(HISTORY)).contains("epoch 2, validation: 0.8000");
  }

  private static TrainingHistory withCurve() {
    List<TrainingHistory.Point> curve = new ArrayList<>();
    for (int step = 2; step <= 40; step += 2) {
      double validation = step % 10 == 0 ? 0.5 + step / 100.0 : Double.NaN;
      curve.add(
          new TrainingHistory.Point(step, 1.0 / step, 0.9 - 1.0 / step, validation, validation));
    }
    return new TrainingHistory(HISTORY.epochs(), HISTORY.bestEpoch(), curve);
  }

  @Test
  void aCurveIsDrawnOverItsStepsWithTheValidationsOnIt() throws Exception {
    Document svg = parse(SvgPlots.accuracy(withCurve()));
    String training = elements(svg, "path", "a").get(0).getAttribute("d");
    assertThat(training.chars().filter(c -> c == 'L')).hasSize(19);
    // Four within the epochs, four at their ends, and the one in the legend.
    assertThat(elements(svg, "rect", "fb")).hasSize(9);
    assertThat(texts(svg)).contains("step", "0", "20", "40").doesNotContain("epoch");
    assertThat(SvgPlots.accuracy(withCurve())).contains("step 20, validation: 0.8000");
    assertThat(SvgPlots.loss(withCurve())).doesNotContain("NaN", "Infinity");
  }

  @Test
  void largerFiguresLieHigherAndAllWithinThePicture() throws Exception {
    Document svg = parse(SvgPlots.accuracy(HISTORY));

    List<Element> points = elements(svg, "circle", "fa");
    assertThat(number(points.get(0), "cy")).isGreaterThan(number(points.get(1), "cy"));
    assertThat(number(points.get(0), "cx")).isLessThan(number(points.get(1), "cx"));
    assertThat(points).allMatch(p -> number(p, "cy") > 0 && number(p, "cy") < 300);
    assertThat(points).allMatch(p -> number(p, "cx") > 0 && number(p, "cx") < 480);
  }

  @Test
  void curvesOfOneEpochOrOfOneValueAreDrawn() throws Exception {
    TrainingHistory one = Histories.of(new double[] {0.5}, Histories.NO_VALIDATION, 0);
    for (String svg :
        List.of(
            SvgPlots.accuracy(one),
            SvgPlots.loss(one),
            SvgPlots.learningRate(one),
            SvgPlots.speed(one),
            SvgPlots.speed(Histories.ofEpochs(500)))) {
      assertThat(svg).doesNotContain("NaN", "Infinity");
      assertThat(elements(parse(svg), "path", "a")).hasSize(1);
      assertThat(elements(parse(svg), "path", "b")).isEmpty();
    }
  }

  @Test
  void manyEpochsHaveFewLabels() throws Exception {
    List<String> labels = texts(parse(SvgPlots.speed(Histories.ofEpochs(500))));

    assertThat(labels).contains("50", "500").doesNotContain("49", "1");
    assertThat(SvgPlots.speed(Histories.ofEpochs(500))).doesNotContain("<circle");
  }

  @Test
  void confusionColoursRightAndWrongByShare() throws Exception {
    Evaluation evaluation =
        Evaluation.ofProbabilities(
            LabelMap.of(List.of("A", "<b> & \"c\"")),
            new float[][] {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 0}},
            new int[] {0, 0, 0, 0, 1});

    Document svg = parse(SvgPlots.confusion(evaluation));

    List<Element> right = elements(svg, "rect", "fa").subList(5, 6); // after the scale's five
    List<Element> wrong = elements(svg, "rect", "fb").subList(5, 7);
    assertThat(number(right.get(0), "fill-opacity")).isEqualTo(0.87); // sqrt(3/4)
    assertThat(number(wrong.get(0), "fill-opacity")).isEqualTo(0.5); // sqrt(1/4)
    assertThat(number(wrong.get(1), "fill-opacity")).isEqualTo(1);
    assertThat(wrong.get(0).getTextContent())
        .isEqualTo("A taken for <b> & \"c\": 1 of 4 (25.0\u00a0%)");
    assertThat(number(wrong.get(0), "x")).isGreaterThan(number(right.get(0), "x"));
    assertThat(number(wrong.get(0), "y")).isEqualTo(number(right.get(0), "y"));
    assertThat(texts(svg)).contains("A", "<b> & \"c\"", "true class", "predicted class", "3");
  }

  @Test
  void longLabelsAreShortenedAndAllClassesLabelled() throws Exception {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 62; i++) {
      labels.add("class number %02d of all sixty-two".formatted(i));
    }
    float[][] probabilities = new float[1][62];
    Evaluation evaluation =
        Evaluation.ofProbabilities(LabelMap.of(labels), probabilities, new int[] {61});

    List<String> texts = texts(parse(SvgPlots.confusion(evaluation)));

    assertThat(texts.stream().filter(t -> t.equals("class number 61 of all \u2026"))).hasSize(4);
  }

  @Test
  void reliabilityBarsAreAsHighAsTheShareOfRightAnswers() throws Exception {
    Evaluation evaluation =
        Evaluation.ofProbabilities(
            LabelMap.ofCharacters("AB"),
            new float[][] {{0.7f, 0.3f}, {0.7f, 0.3f}, {1, 0}},
            new int[] {0, 1, 0});

    Document svg = parse(SvgPlots.reliability(evaluation.reliability(), "R < S"));

    List<Element> bars = elements(svg, "rect", "fa").subList(1, 3); // after the legend's
    double half = number(bars.get(0), "height");
    assertThat(number(bars.get(1), "height")).isEqualTo(2 * half);
    assertThat(texts(svg)).contains("R < S");
    assertThat(bars.get(0).getTextContent())
        .isEqualTo("probability 0.67 to 0.73: 2 images, mean probability 0.700, 0.500 right");
  }
}
