package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterSegmenter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReadTextTest {
  private static final LabelMap SHAPES = LabelMap.ofCharacters("I-O");

  @Test
  void readsRowByRowWithSpacesAndLineBreaks() {
    BufferedImage picture = picture(400, 300);
    stem(picture, 20, 30);
    block(picture, 40, 30);
    stem(picture, 130, 30);
    block(picture, 20, 150);
    block(picture, 90, 150);
    ReadText text = read(picture, ReadTextTest::byShape);
    assertThat(text.text()).isEqualTo("IO I\nOO");
    assertThat(text).hasToString("IO I\nOO");
    assertThat(text.characters()).hasSize(5);
    assertThat(text.characters().get(3)).hasToString("O 0.7500 at 20,150 50x60");
    assertThat(text.characters().get(2).region().spaceBefore()).isTrue();
  }

  @Test
  void asJson() {
    BufferedImage picture = picture(200, 200);
    stem(picture, 20, 30);
    block(picture, 60, 30);
    assertThat(read(picture, ReadTextTest::byShape).toJson())
        .isEqualTo(
            "{\"text\":\"IO\",\"characters\":["
                + "{\"label\":\"I\",\"probability\":0.75,\"blank\":false,"
                + "\"alone\":{\"label\":\"I\",\"probability\":0.75},\"row\":0,"
                + "\"spaceBefore\":false,\"box\":{\"x\":20,\"y\":30,\"width\":10,\"height\":60}},"
                + "{\"label\":\"O\",\"probability\":0.75,\"blank\":false,"
                + "\"alone\":{\"label\":\"O\",\"probability\":0.75},\"row\":0,"
                + "\"spaceBefore\":false,\"box\":{\"x\":60,\"y\":30,\"width\":50,\"height\":60}}]}");
  }

  @Test
  void anEmptyPictureReadsAsNoCharacters() {
    ReadText text = read(picture(300, 100), ReadTextTest::byShape);
    assertThat(text.characters()).isEmpty();
    assertThat(text.text()).isEmpty();
    assertThat(text.toJson()).isEqualTo("{\"text\":\"\",\"characters\":[]}");
  }

  @Test
  void whatHasNoInkForTheModelIsMarked() {
    BufferedImage picture = picture(200, 200);
    stem(picture, 20, 30);
    ReadText text =
        read(
            picture,
            pictures -> List.of(Prediction.ofBlank(SHAPES, new float[] {0.5f, 0.25f, 0.25f})));
    assertThat(text.text()).isEqualTo("\uFFFD");
    assertThat(text.toJson()).contains("\"label\":null", "\"blank\":true");
    assertThat(text.characters().get(0)).hasToString("\uFFFD 0.0000 at 20,30 10x60");
  }

  @Test
  void allCharactersAreRecognisedInOneCall() {
    BufferedImage picture = picture(2000, 100);
    for (int i = 0; i < 20; i++) {
      block(picture, 20 + 80 * i, 20);
    }
    int[] calls = {0};
    read(
        picture,
        pictures -> {
          calls[0]++;
          return byShape(pictures);
        });
    assertThat(calls[0]).isOne();
    assertThat(CharacterSegmenter.standard().segment(picture)).hasSize(20);
  }

  private static ReadText read(
      BufferedImage picture, Function<List<GrayImage>, List<Prediction>> classifier) {
    return ReadText.of(
        CharacterSegmenter.standard().segment(picture), classifier, Optional.empty());
  }

  /** A stem is narrow, a block is not. */
  private static List<Prediction> byShape(List<GrayImage> pictures) {
    return pictures.stream()
        .map(picture -> 2 * picture.width() < picture.height() ? 0 : 2)
        .map(
            index -> {
              float[] probabilities = {0.125f, 0.125f, 0.125f};
              probabilities[index] = 0.75f;
              return Prediction.of(SHAPES, probabilities);
            })
        .toList();
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    fill(picture, new Color(250, 245, 230), 0, 0, width, height);
    return picture;
  }

  private static void stem(BufferedImage picture, int x, int y) {
    fill(picture, Color.BLACK, x, y, 10, 60);
  }

  private static void block(BufferedImage picture, int x, int y) {
    fill(picture, Color.BLACK, x, y, 50, 60);
  }

  private static void fill(BufferedImage picture, Color colour, int x, int y, int w, int h) {
    Graphics2D g = picture.createGraphics();
    g.setColor(colour);
    g.fillRect(x, y, w, h);
    g.dispose();
  }
}
