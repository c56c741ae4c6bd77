package io.github.emnist.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.picture.ContactSheet.Caption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in a separate JVM, whose fontconfig has no fonts. */
@EnabledOnOs(OS.LINUX)
class WithoutFontsTest {
  private static final String START =
      "cannot write text into a picture: Java finds no fonts (java.lang.";
  private static final String END =
      "); install fontconfig and a font such as DejaVu (Debian: fonts-dejavu-core)\n";

  @TempDir private Path folder;

  @Test
  void captionsWithoutFontsSayWhatToInstall() throws Exception {
    assertThat(draw("sheet")).startsWith(START).endsWith(END);
    assertThat(folder.resolve("out.png")).doesNotExist();
  }

  @Test
  void histogramWithoutFontsSaysWhatToInstall() throws Exception {
    assertThat(draw("histogram")).startsWith(START).endsWith(END);
    assertThat(folder.resolve("out.png")).doesNotExist();
  }

  @Test
  void sheetWithoutTextNeedsNoFonts() throws Exception {
    assertThat(draw("plain")).isEqualTo("done\n");
    assertThat(folder.resolve("out.png")).isNotEmptyFile();
  }

  private String draw(String what) throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // where the JDK keeps what it found before
            "-cp",
            System.getProperty("java.class.path"),
            Draw.class.getName(),
            what,
            folder.resolve("out.png").toString());
    builder.environment().put("FONTCONFIG_FILE", configuration.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace(System.lineSeparator(), "\n");
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  /** Runs in the other JVM. */
  static final class Draw {
    private Draw() {}

    public static void main(String[] arguments) throws IOException {
      EmnistDataset dataset =
          EmnistDataset.builder(LabelMap.ofCharacters("a"), 2, 2).add(new byte[4], 0, 0).build();
      Path out = Path.of(arguments[1]);
      try {
        switch (arguments[0]) {
          case "sheet" -> ContactSheet.of(dataset).writeTo(out);
          case "histogram" -> ClassHistogram.of(dataset).writeTo(out);
          default -> ContactSheet.of(dataset).captions(Caption.NONE).writeTo(out);
        }
        System.out.println("done");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
