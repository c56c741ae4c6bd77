package io.github.emnist.model.internal.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loops beside the kernels' must not be inlined into one method with them. */
class InliningTest {
  /** HotSpot's FreqInlineSize: a hot method of more bytecode is not inlined. */
  private static final int LARGEST_INLINED = 325;

  private static final Pattern OFFSET = Pattern.compile("^ +(\\d+): ", Pattern.MULTILINE);

  @ParameterizedTest
  @CsvSource({"PlaneConvolution, gather", "PixelConvolution, multiply"})
  void whatMustNotBeInlinedIsTooLargeForIt(String operation, String method) throws Exception {
    assertThat(bytecode(Operation.class.getName() + "$" + operation, method))
        .isGreaterThan(LARGEST_INLINED);
  }

  @ParameterizedTest
  @CsvSource({"Kernels, add"})
  void theKernelIsSmallEnoughForIt(String type, String method) throws Exception {
    assertThat(bytecode(Kernels.class.getPackageName() + "." + type, method))
        .isBetween(1, LARGEST_INLINED);
  }

  /** The offset of the last instruction of the first method of a name. */
  private static int bytecode(String type, String method) throws URISyntaxException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Path classes =
        Path.of(Operation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ToolProvider.findFirst("javap")
        .orElseThrow()
        .run(out, out, "-c", "-p", "-cp", classes.toString(), type);
    String listing = text.toString();
    int begin = listing.indexOf(" " + method + "(");
    int end = listing.indexOf(");\n    Code:", begin + 1);
    int next = listing.indexOf("    Code:", end + 12);
    Matcher offsets = OFFSET.matcher(listing.substring(begin, next < 0 ? listing.length() : next));
    int last = 0;
    while (offsets.find()) {
      last = Integer.parseInt(offsets.group(1));
    }
    return last;
  }
}
