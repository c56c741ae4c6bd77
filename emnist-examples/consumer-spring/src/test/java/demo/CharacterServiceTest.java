package demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.github.emnist.model.CharacterClassifier;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest
@AutoConfigureMockMvc
class CharacterServiceTest {
  @Autowired private MockMvc mvc;

  @Test
  void aPictureIsRecognised() throws Exception {
    mvc.perform(post("/characters").contentType(MediaType.IMAGE_PNG).content(letterL()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.label").value("L"))
        .andExpect(jsonPath("$.blank").value(false));
  }

  @Test
  void anythingElseIsABadRequest() throws Exception {
    mvc.perform(post("/characters").contentType(MediaType.IMAGE_PNG).content(new byte[] {1, 2}))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value(containsString("PNG")));
    mvc.perform(post("/characters").contentType(MediaType.TEXT_PLAIN).content("L"))
        .andExpect(status().isUnsupportedMediaType());
  }

  @Test
  void theClassifierIsClosedWithTheApplication() throws IOException {
    SpringApplication application = new SpringApplication(CharacterService.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    byte[] picture = letterL();
    CharacterClassifier classifier;
    try (ConfigurableApplicationContext context = application.run()) {
      classifier = context.getBean(CharacterClassifier.class);
      assertThat(classifier.predict(picture).label()).isEqualTo("L");
    }
    assertThatThrownBy(() -> classifier.predict(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  private static byte[] letterL() throws IOException {
    BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 100, 100);
    pen.setColor(Color.BLACK);
    pen.fillRect(30, 15, 9, 70);
    pen.fillRect(30, 76, 45, 9);
    pen.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return png.toByteArray();
  }
}
