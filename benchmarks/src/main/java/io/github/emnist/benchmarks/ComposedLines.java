package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.PixelBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Lines of handwriting whose text is known: images of single characters beside each other, black on
 * white. Everything random follows from the seed and the line's number, and all its ranges were set
 * before the first line was read.
 *
 * <p>Each character is enlarged 3 to 4 times, the same in the whole line, and differs by up to 10 %
 * in size and 4 % of a capital's height in its place. Letters stand 0.12 to 0.35 capital heights
 * apart, words 0.8 to 1.2. A line rises or falls by up to 4 % of its length. Characters of one line
 * are by different writers, since EMNIST does not say whose they are.
 */
final class ComposedLines {
  private static final double LEAST_SCALE = 3;
  private static final double MOST_SCALE = 4;

  /** The most pixels, of the 28 of their frame, that EMNIST's characters fill along a side. */
  private static final double CAPITAL = 20;

  private static final double SIZE_JITTER = 0.1;
  private static final double PLACE_JITTER = 0.04;
  private static final double LEAST_GAP = 0.12;
  private static final double MOST_GAP = 0.35;
  private static final double LEAST_SPACE = 0.8;
  private static final double MOST_SPACE = 1.2;
  private static final double MOST_SLOPE = 0.04;
  private static final double MARGIN = 0.8;

  /** The height of small letters without an ascender, relative to a capital's. */
  private static final double X_HEIGHT = 0.65;

  /** The depth of a descender below the line, relative to a capital's height. */
  private static final double DESCENDER = 0.3;

  /**
   * The largest width of a character, relative to its height: a wider one would count as a line of
   * its own.
   */
  private static final double MOST_WIDTH = 1.3;

  private static final int INK = 112;

  private static final String SMALL = "acemnorsuvwxz";
  private static final String DESCENDING = "gjpqy";
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** Plates, postcodes, part numbers and rooms; A stands for a letter, 9 for a digit. */
  private static final List<String> CODE_PATTERNS =
      List.of(
          "AA99 AAA",
          "A999 AAA",
          "AA 999 AA",
          "AAA 9999",
          "999 AAA",
          "A9A 9A9",
          "AA9 9AA",
          "99 A",
          "AAA9999",
          "A99",
          "9A99",
          "AA999999");

  private static final List<String> WORDS =
      List.of(
          """
          about above account across action address advice after again against agent air all almost
          along also always among amount animal another answer any apple area arm army around art
          ask autumn away baby back bad bag ball bank base basket beach bean bear beauty bed before
          begin behind bell best better between big bird birth black blood blue board boat body book
          border both bottle bottom box boy brain branch bread break bridge bright bring brother
          brown brush build burn business butter button buy cake call camp car card care carry case
          cat cause chain chair chance change cheese chest child church circle city class clean
          clear clock cloth cloud club coal coat coffee cold collar colour come common company
          condition cook copper copy corn cost cotton count country cover cow crack credit crime
          cross crowd cup current curve cut damage dance danger dark daughter day dead dear death
          debt deep degree design desk detail different dinner direction dirty discussion dish
          distance divide doctor dog door doubt down drawer dream dress drink drive drop dry dust
          each ear early earth east easy edge education effect egg electric end engine enough
          equal error even event ever every example exchange expert eye face fact fall false family
          farm father fear feather feeling female fertile fiction field fight finger fire first fish
          flag flat flight floor flower fly fold food foot force form forward four fowl frame free
          friend from front fruit full future garden general get girl give glass glove go goat gold
          good government grain grass great green grey grip group growth guide gun hair hammer hand
          happy harbour hard harmony hat hate have head health heart heat help high history hole
          hope horse hospital hour house how humour ice idea important impulse increase industry ink
          insect interest iron island jelly jewel join journey judge jump keep kettle key kick kind
          kiss knee knife knot knowledge land language last late laugh law lead leaf learn left leg
          letter level library lift light like limit line lip liquid list little live lock long
          look loose loss loud love low machine make man manager map mark market married mass match
          material may meal measure meat medical meeting memory metal middle military milk mind mine
          minute mist mixed money monkey month moon morning mother motion mountain mouth move much
          muscle music nail name narrow nation natural near neck need needle nerve net new news
          night noise normal north nose not note now number nut observe offer office oil old only
          open operation opinion orange order other out oven over owner page pain paint paper
          parallel parcel part past paste payment peace pen pencil person picture pig pin pipe place
          plane plant plate play please pleasure plough pocket point poison polish political poor
          position possible pot potato powder power present price print prison private probable
          process produce profit property prose protest public pull pump punish purpose push put
          quality question quick quiet quite rail rain range rat rate ray reaction reading ready
          reason receipt record red regret relation religion request respect rest reward rhythm rice
          right ring river road rod roll roof room root rough round rub rule run sad safe sail salt
          same sand say scale school science scissors screw sea seat second secret see seed seem
          self send sense separate serious servant shade shake shame sharp sheep shelf ship
          shirt shock shoe short shut side sign silk silver simple sister size skin skirt sky sleep
          slip slope slow small smash smell smile smoke smooth snake sneeze snow soap society sock
          soft solid some son song sort sound soup south space spade special sponge spoon spring
          square stage stamp star start statement station steam steel stem step stick stiff still
          stitch stocking stomach stone stop store story straight strange street stretch strong
          structure substance sudden sugar suggestion summer sun support surprise sweet swim system
          table tail take talk tall taste tax teaching tendency test than that the then theory there
          thick thin thing this though thought thread throat through thumb thunder ticket tight till
          time tin tired toe together tomorrow tongue tooth top touch town trade train transport
          tray tree trick trouble trousers true turn twist umbrella under unit up use value verse
          very vessel view violent voice waiting walk wall war warm wash waste watch water wave wax
          way weather week weight well west wet wheel when where while whip whistle white who why
          wide will wind window wine wing winter wire wise with woman wood wool word work world
          worm wound writing wrong year yellow yes yesterday young zebra zero zone
          """
              .strip()
              .split("\\s+"));

  private final EmnistDataset images;
  private final int[][] ofClass;
  private final long seed;

  /**
   * Creates a composer.
   *
   * @param images of EMNIST's 47 balanced classes, at least one of each
   * @param seed of everything random
   */
  ComposedLines(EmnistDataset images, long seed) {
    this.images = images;
    this.seed = seed;
    ofClass = new int[images.labelMap().size()][];
    for (int label = 0; label < ofClass.length; label++) {
      int wanted = label;
      ofClass[label] =
          IntStream.range(0, images.size()).filter(i -> images.label(i) == wanted).toArray();
    }
  }

  /** The content of a line. */
  enum Kind {
    /** Two to four words in capitals. */
    UPPER,
    /** Two to four words in small letters. */
    LOWER,
    /** Two to four words that begin with a capital. */
    CAPITALISED,
    /** One to three numbers of two to eight digits. */
    DIGITS,
    /** A plate, a postcode or a part number: letters and digits. */
    CODES,
    /** One or two words in capitals and a number of two to four digits. */
    MIXED;

    String text(RandomGenerator random) {
      return switch (this) {
        case UPPER -> words(random, 2 + random.nextInt(3)).toUpperCase(Locale.ROOT);
        case LOWER -> words(random, 2 + random.nextInt(3));
        case CAPITALISED -> capitalised(words(random, 2 + random.nextInt(3)));
        case DIGITS -> numbers(random);
        case CODES -> pattern(random, CODE_PATTERNS.get(random.nextInt(CODE_PATTERNS.size())));
        case MIXED ->
            words(random, 1 + random.nextInt(2)).toUpperCase(Locale.ROOT)
                + " "
                + pattern(random, "9".repeat(2 + random.nextInt(3)));
      };
    }
  }

  /** The placement of the characters of a line. */
  enum Layout {
    /** On a line, small letters smaller and descenders below it, as they are written. */
    WRITTEN,
    /** EMNIST's frames unchanged, edge to edge: all characters have the same size and height. */
    PASTED
  }

  /**
   * A line.
   *
   * @param text words separated by single spaces, in the classes of the data set: a class for both
   *     cases is in capitals
   * @param picture black on white, with a margin
   */
  record Line(Kind kind, Layout layout, String text, BufferedImage picture) {}

  /**
   * Composes a line.
   *
   * @param number of the line; the same seed and number give the same line
   */
  Line compose(Kind kind, Layout layout, int number) {
    long stream = kind.ordinal() + (long) Kind.values().length * layout.ordinal();
    CounterRandom random = new CounterRandom(seed, stream, number);
    String text = kind.text(random);
    Sheet sheet = new Sheet(text.length(), random);
    StringBuilder labels = new StringBuilder();
    boolean space = false;
    for (char c : text.toCharArray()) {
      if (c == ' ') {
        space = true;
        labels.append(c);
        continue;
      }
      int label = label(c);
      int[] choice = ofClass[label];
      GrayImage image = images.image(choice[random.nextInt(choice.length)]);
      if (layout == Layout.WRITTEN) {
        sheet.write(image, c, space);
      } else {
        sheet.paste(image, space);
      }
      labels.append(images.labelMap().label(label));
      space = false;
    }
    return new Line(kind, layout, labels.toString(), sheet.picture());
  }

  private int label(char c) {
    String own = String.valueOf(c);
    return images
        .labelMap()
        .indexOf(own)
        .orElseGet(() -> images.labelMap().indexOf(own.toUpperCase(Locale.ROOT)).orElseThrow());
  }

  private static String words(RandomGenerator random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  private static String capitalised(String words) {
    StringBuilder text = new StringBuilder(words);
    for (int i = 0; i < text.length(); i++) {
      if (i == 0 || text.charAt(i - 1) == ' ') {
        text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
      }
    }
    return text.toString();
  }

  private static String numbers(RandomGenerator random) {
    List<String> numbers = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      numbers.add(pattern(random, "9".repeat(2 + random.nextInt(7))));
    }
    return String.join(" ", numbers);
  }

  private static String pattern(RandomGenerator random, String pattern) {
    StringBuilder text = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      String from = c == 'A' ? LETTERS : c == '9' ? DIGITS : String.valueOf(c);
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }

  /** The line composed so far, white on black. */
  private static final class Sheet {
    private final RandomGenerator random;
    private final double scale;
    private final double capital;
    private final double slope;
    private final int width;
    private final int height;
    private final byte[] ink;

    /** The x at which the next character may begin, and up to which the sheet is used. */
    private double end;

    Sheet(int characters, RandomGenerator random) {
      this.random = random;
      scale = between(LEAST_SCALE, MOST_SCALE);
      capital = CAPITAL * scale;
      slope = between(-MOST_SLOPE, MOST_SLOPE);
      width = (int) ((characters * (MOST_WIDTH + MOST_SPACE) + 2 * MARGIN) * capital);
      height = (int) ((3 + 2 * MARGIN) * capital + Math.abs(slope) * width);
      ink = new byte[width * height];
      end = MARGIN * capital;
    }

    /** Writes a character after the last one. */
    void write(GrayImage image, char c, boolean afterSpace) {
      boolean small = SMALL.indexOf(c) >= 0;
      boolean descends = DESCENDING.indexOf(c) >= 0;
      PixelBox from = PixelBox.find(image.toBytes(), image.width(), image.height(), INK);
      double part = small ? X_HEIGHT : descends ? X_HEIGHT + DESCENDER : 1;
      double size = capital * part * between(1 - SIZE_JITTER, 1 + SIZE_JITTER);
      double enlarged =
          Math.min(
              size / (from.bottom() - from.top()),
              MOST_WIDTH * size / (from.right() - from.left()));
      double gap = afterSpace ? between(LEAST_SPACE, MOST_SPACE) : between(LEAST_GAP, MOST_GAP);
      double x = isEmpty() ? end : end + gap * capital;
      double base =
          line(x)
              + (descends ? DESCENDER * capital : 0)
              + capital * between(-PLACE_JITTER, PLACE_JITTER);
      draw(image, x - from.left() * enlarged, base - from.bottom() * enlarged, enlarged);
      end = x + (from.right() - from.left()) * enlarged;
    }

    /** Places an image's frame beside that of the last one. */
    void paste(GrayImage image, boolean afterSpace) {
      double x = end + (afterSpace ? between(LEAST_SPACE, MOST_SPACE) * capital : 0);
      draw(image, x, line(x) - image.height() * scale, scale);
      end = x + image.width() * scale;
    }

    private boolean isEmpty() {
      return end == MARGIN * capital;
    }

    /** Returns the y of the line of writing at an x. */
    private double line(double x) {
      return (2 + MARGIN) * capital + (slope < 0 ? slope * (x - width) : slope * x);
    }

    private void draw(GrayImage image, double x, double y, double enlarged) {
      int left = (int) Math.round(x);
      int top = (int) Math.round(y);
      int side = (int) Math.ceil(28 * enlarged) + 1;
      BufferedImage drawn = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      Graphics2D g = drawn.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.scale(enlarged, enlarged);
      g.drawImage(image.toBufferedImage(), 0, 0, null);
      g.dispose();
      byte[] pixels = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
      for (int row = Math.max(0, -top); row < Math.min(side, height - top); row++) {
        for (int column = Math.max(0, -left); column < Math.min(side, width - left); column++) {
          int pixel = (row + top) * width + column + left;
          int level = Math.max(ink[pixel] & 0xFF, pixels[row * side + column] & 0xFF);
          ink[pixel] = (byte) level;
        }
      }
    }

    /** Returns the picture, black on white, without the unused part of the sheet. */
    BufferedImage picture() {
      PixelBox box = PixelBox.find(ink, width, height, INK);
      int margin = (int) (MARGIN * capital);
      int left = Math.max(0, box.left() - margin);
      int top = Math.max(0, box.top() - margin);
      int right = Math.min(width, box.right() + margin);
      int bottom = Math.min(height, box.bottom() + margin);
      byte[] paper = new byte[(right - left) * (bottom - top)];
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          paper[(y - top) * (right - left) + x - left] = (byte) ~ink[y * width + x];
        }
      }
      return GrayImage.of(right - left, bottom - top, paper).toBufferedImage();
    }

    private double between(double least, double most) {
      return least + (most - least) * random.nextDouble();
    }
  }
}
