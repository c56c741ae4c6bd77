package io.github.emnist.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emnist.examples.server.DrawingServer.Settings;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * Uses the page as people do, in Chromium. Skipped where there is none; leaves what it looked like
 * in {@code target/screenshots}.
 */
class DrawingPageIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  @TempDir private static Path folder;

  private static EmnistClassifier classifier;
  private static DrawingServer server;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER);
    assumeTrue(installed, "the page is not tried: no chromium and chromedriver in /usr/bin");
    SELENIUM.setLevel(Level.SEVERE); // it warns that it knows no DevTools of this version
    JETTY.setLevel(Level.WARNING);
    Files.createDirectories(SCREENSHOTS);
    classifier = EmnistClassifier.pretrained(ClassifierOptions.defaults().withEngine(Engine.JAVA));
    server = DrawingServer.start(classifier, Settings.standard().withAddress("127.0.0.1", 0));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-device-scale-factor=1",
        "--user-data-dir=" + folder.resolve("browser"));
    System.setProperty("webdriver.chrome.driver", CHROMEDRIVER.toString());
    System.setProperty("webdriver.chrome.silentOutput", "true");
    browser = new ChromeDriver(options);
    browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      server.close();
      classifier.close();
    }
  }

  @BeforeEach
  void load() {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    media("light");
    browser.manage().window().setSize(new Dimension(1100, 940));
    browser.get(server.uri().toString());
  }

  /** Nothing may be refused by the content security policy, nor fail. */
  @AfterEach
  void noErrors() {
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .extracting(LogEntry::getMessage)
        .isEmpty();
  }

  private static void media(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static WebElement find(String id) {
    return browser.findElement(By.id(id));
  }

  /** Waits for what the page shows, a minute at most. */
  private static String await(String id, Predicate<String> wanted) throws InterruptedException {
    String shown = "";
    for (int i = 0; i < 600; i++) {
      shown = (String) browser.executeScript("return arguments[0].textContent", find(id));
      if (wanted.test(shown)) {
        return shown;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("#" + id + " shows '" + shown + "'");
  }

  private static void awaitAnswer(String label) throws InterruptedException {
    await("label", label::equals);
  }

  /**
   * Draws strokes, {@code x,y x,y; x,y ...}, on a square of 100 whose corner and scale are given.
   */
  private static void draw(
      PointerInput.Kind kind, String strokes, double left, double top, double scale) {
    PointerInput pointer = new PointerInput(kind, kind.name());
    Sequence actions = new Sequence(pointer, 0);
    WebElement canvas = find("canvas");
    Dimension size = canvas.getSize();
    for (String stroke : strokes.split(";")) {
      List<int[]> points =
          Arrays.stream(stroke.strip().split(" "))
              .map(point -> point.split(","))
              .map(
                  xy ->
                      new int[] {
                        (int) (left + scale * Integer.parseInt(xy[0])) - size.width / 2,
                        (int) (top + scale * Integer.parseInt(xy[1])) - size.height / 2
                      })
              .toList();
      for (int i = 0; i < points.size(); i++) {
        int[] to = points.get(i);
        actions.addAction(
            pointer.createPointerMove(
                Duration.ofMillis(i == 0 ? 0 : 20),
                PointerInput.Origin.fromElement(canvas),
                to[0],
                to[1]));
        if (i == 0) {
          actions.addAction(pointer.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
        }
      }
      actions.addAction(pointer.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
    }
    browser.perform(List.of(actions));
  }

  /** Fills the middle of the paper. */
  private static void draw(PointerInput.Kind kind, String strokes) {
    Dimension size = find("canvas").getSize();
    draw(kind, strokes, size.width * 0.15, size.height * 0.15, size.width * 0.007);
  }

  private static void screenshot(String name) throws IOException {
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  @ParameterizedTest
  @CsvSource({
    "7, MOUSE, '20,10 80,10 55,50 40,95'",
    "L, TOUCH, '30,5 30,50 30,95 80,95'",
    "T, PEN, '15,10 50,10 85,10; 50,10 50,50 50,95'",
    "4, MOUSE, '45,5 30,35 15,60 50,60 85,60; 65,30 65,60 64,98'",
    "X, TOUCH, '20,5 50,50 80,95; 80,5 50,50 20,95'",
    "2, PEN, '22,28 28,14 42,6 60,8 72,20 72,36 60,54 40,74 20,94 50,94 82,94'",
    "3, MOUSE, '22,14 40,5 62,8 70,24 62,40 42,48 62,52 76,68 70,86 48,96 22,88'",
    "A, TOUCH, '15,95 32,50 50,5 68,50 85,95; 27,64 50,64 73,64'",
    "E, PEN, '75,8 25,8 25,50 25,94 77,94; 25,50 66,50'",
    "H, MOUSE, '22,5 22,50 22,95; 78,5 78,50 78,95; 22,50 50,50 78,50'"
  })
  void recognisesWhatIsDrawn(String label, PointerInput.Kind kind, String strokes)
      throws Exception {
    draw(kind, strokes);
    awaitAnswer(label);
    assertThat(browser.findElements(By.cssSelector("#top li"))).hasSize(5);
    assertThat(browser.findElement(By.cssSelector("#top .name")).getText()).isEqualTo(label);
    assertThat(find("engine").getText()).isEqualTo("Java, float32");
    assertThat(find("micros").getText()).matches("\\d+\\.\\d ms");
    assertThat(browser.executeScript("return arguments[0].naturalWidth", find("seen")))
        .isEqualTo(28L);
    await("spoken", text -> text.matches(label + ", \\d+\\.\\d %"));
    if (label.equals("A")) {
      screenshot("draw");
      media("dark");
      screenshot("draw-dark");
    }
  }

  @Test
  void answersWhileAStrokeIsDrawn() throws Exception {
    PointerInput pointer = new PointerInput(PointerInput.Kind.MOUSE, "mouse");
    WebElement canvas = find("canvas");
    Sequence down = new Sequence(pointer, 0);
    for (int i = 0; i <= 8; i++) {
      var origin = PointerInput.Origin.fromElement(canvas);
      down.addAction(pointer.createPointerMove(Duration.ofMillis(10), origin, 0, 20 * i - 80));
      if (i == 0) {
        down.addAction(pointer.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
      }
    }
    browser.perform(List.of(down));
    await("label", "1IL"::contains); // one upright stroke, and the pen still down
    browser.perform(
        List.of(
            new Sequence(pointer, 0)
                .addAction(pointer.createPointerUp(PointerInput.MouseButton.LEFT.asArg()))));
  }

  @Test
  void readsALine() throws Exception {
    browser.findElement(By.cssSelector("input[value=line] + span")).click();
    double unit = find("canvas").getSize().width / 1000.0;
    double top = 60 * unit;
    double scale = 1.3 * unit;
    draw(
        PointerInput.Kind.PEN,
        "22,5 22,50 22,95; 78,5 78,50 78,95; 22,50 78,50",
        60 * unit,
        top,
        scale);
    draw(PointerInput.Kind.PEN, "75,8 25,8 25,50 25,94 77,94; 25,50 66,50", 200 * unit, top, scale);
    draw(PointerInput.Kind.PEN, "30,5 30,50 30,95 80,95", 330 * unit, top, scale);
    draw(PointerInput.Kind.PEN, "15,10 85,10; 50,10 50,95", 450 * unit, top, scale);
    draw(
        PointerInput.Kind.PEN,
        "22,28 28,14 42,6 60,8 72,20 72,36 60,54 40,74 20,94 82,94",
        680 * unit,
        top,
        scale);
    draw(PointerInput.Kind.PEN, "20,10 80,10 55,50 40,95", 810 * unit, top, scale);
    await("text", "HELT 27"::equals);
    Thread.sleep(500); // the boxes are painted in the next frame
    screenshot("draw-line");
    find("undo").click();
    await("text", "HELT 2"::equals);
    find("clear").click();
    await("text", String::isEmpty);
  }

  /** Draws a T, optionally with an L beside it. */
  private static Path picture(String name, String format, boolean both) throws IOException {
    BufferedImage picture = new BufferedImage(both ? 260 : 160, 160, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(new Color(0xF4EFE2));
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    g.setColor(new Color(0x203070));
    g.setStroke(new BasicStroke(10, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.drawLine(40, 30, 120, 30);
    g.drawLine(80, 30, 80, 130);
    if (both) {
      g.drawLine(160, 30, 160, 130);
      g.drawLine(160, 130, 220, 130);
    }
    g.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(picture, format, file.toFile());
    return file;
  }

  @Test
  void aPictureIsChosenAndReadAsALineAndUndone() throws Exception {
    find("file").sendKeys(picture("one.jpg", "jpeg", false).toAbsolutePath().toString());
    awaitAnswer("T");
    assertThat(find("several").isDisplayed()).isFalse();
    find("file").sendKeys(picture("two.png", "png", true).toAbsolutePath().toString());
    await("several", text -> find("several").isDisplayed());
    find("as-line").click();
    await("text", "TL"::equals);
    screenshot("picture-line");
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    find("file").sendKeys(broken.toAbsolutePath().toString());
    await("problem", text -> text.contains("expected"));
    find("undo").click();
    await("text", "TL"::equals);
    browser.manage().logs().get(LogType.BROWSER); // Chromium tells of the refused picture
  }

  @ParameterizedTest
  @CsvSource({"drop", "paste"})
  void aPictureIsDroppedOrPasted(String how) throws Exception {
    byte[] bytes = Files.readAllBytes(picture("dropped.png", "png", false));
    List<Integer> numbers = new ArrayList<>();
    for (byte b : bytes) {
      numbers.add(b & 0xFF);
    }
    browser.executeScript(
        "const data = new DataTransfer();"
            + "data.items.add(new File([new Uint8Array(arguments[0])], 'a.png', {type: 'image/png'}));"
            + "const options = {bubbles: true, cancelable: true};"
            + "const event = arguments[1] === 'drop'"
            + " ? new DragEvent('drop', {dataTransfer: data, ...options})"
            + " : new ClipboardEvent('paste', {clipboardData: data, ...options});"
            + "document.getElementById('paper').dispatchEvent(event);",
        numbers,
        how);
    awaitAnswer("T");
  }

  @Test
  void aKindThatTheServerDoesNotReadIsSentAsPng() throws Exception {
    browser.executeAsyncScript(
        "const done = arguments[0];"
            + "const canvas = new OffscreenCanvas(160, 160);"
            + "const pen = canvas.getContext('2d');"
            + "pen.fillStyle = 'white'; pen.fillRect(0, 0, 160, 160);"
            + "pen.fillStyle = 'black'; pen.fillRect(40, 30, 80, 10); pen.fillRect(75, 30, 10, 100);"
            + "canvas.convertToBlob({type: 'image/webp'}).then((blob) => {"
            + "  const data = new DataTransfer();"
            + "  data.items.add(new File([blob], 'a.webp', {type: blob.type}));"
            + "  document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));"
            + "  done(blob.type);"
            + "});");
    awaitAnswer("T");
  }

  @Test
  void everythingButDrawingWorksByKeyboard() throws Exception {
    draw(PointerInput.Kind.MOUSE, "20,10 80,10 55,50 40,95");
    awaitAnswer("7");
    press(Keys.ESCAPE);
    awaitAnswer("?");
    new Actions(browser).keyDown(Keys.CONTROL).sendKeys("z").keyUp(Keys.CONTROL).perform();
    awaitAnswer("7");
    press(Keys.DELETE);
    awaitAnswer("?");
    browser.get(server.uri().toString());
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      press(Keys.TAB);
      WebElement focused = browser.switchTo().activeElement();
      order.add(
          focused.getAttribute("id").isEmpty()
              ? focused.getAttribute("name")
              : focused.getAttribute("id"));
      assertThat(
              browser.executeScript(
                  "const e = document.activeElement;"
                      + "return getComputedStyle(e.type === 'radio' ? e.nextElementSibling"
                      + " : e.closest('.button') ?? e).outlineStyle"))
          .as("the focus shows on " + order)
          .isEqualTo("solid");
    }
    assertThat(order.subList(0, 4)).containsExactly("mode", "undo", "clear", "file");
    browser.get(server.uri().toString());
    press(Keys.TAB);
    press(Keys.ARROW_RIGHT);
    await("hint", text -> text.startsWith("Write"));
    assertThat(browser.getTitle()).isEqualTo("Write a line");
  }

  private static void press(CharSequence keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  @ParameterizedTest
  @CsvSource({"320, character", "390, character", "390, line", "768, line"})
  void fitsAPhone(int width, String mode) throws Exception {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    browser.get(server.uri().toString());
    browser.findElement(By.cssSelector("input[value=" + mode + "] + span")).click();
    draw(PointerInput.Kind.TOUCH, "20,10 80,10 55,50 40,95", 30, 10, 1);
    await(mode.equals("line") ? "text" : "label", "7"::equals);
    assertThat(
            browser.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("what lies beyond the right edge")
        .isEqualTo(0L);
    screenshot("phone-" + mode + "-" + width);
  }

  /** WCAG 2 AA: 4.5 to 1, for all text, in both colour schemes. */
  @ParameterizedTest
  @CsvSource({"light", "dark"})
  void textStandsOut(String scheme) throws Exception {
    media(scheme);
    draw(PointerInput.Kind.MOUSE, "20,10 80,10 55,50 40,95");
    awaitAnswer("7");
    browser.executeScript(
        "document.documentElement.style.setProperty('transition', 'none');"
            + "document.getElementById('problem').hidden = false;"
            + "document.getElementById('problem').textContent = 'A problem';");
    @SuppressWarnings("unchecked")
    List<String> pale =
        (List<String>)
            browser.executeScript(
                "const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) =>"
                    + " (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);"
                    + " return .2126 * r + .7152 * g + .0722 * b; };"
                    + "const behind = (e) => { for (; e; e = e.parentElement) {"
                    + " const bar = e.querySelector(':scope > .bar');"
                    + " const c = getComputedStyle(bar ?? e).backgroundColor;"
                    + " if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };"
                    + "return [...document.querySelectorAll('body *')].filter((e) =>"
                    + " [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())"
                    + " && e.checkVisibility() && !e.closest('.unseen, noscript')).map((e) => {"
                    + " const a = light(getComputedStyle(e).color), b = light(behind(e));"
                    + " return [e.tagName + ' ' + e.textContent.trim().slice(0, 20),"
                    + " (Math.max(a, b) + .05) / (Math.min(a, b) + .05)]; })"
                    + ".filter(([, ratio]) => ratio < 4.5).map(([name, ratio]) => name + ' ' + ratio)");
    assertThat(pale).isEmpty();
  }
}
