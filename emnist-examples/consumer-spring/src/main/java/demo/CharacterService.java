package demo;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.CharacterClassifier;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A web service: {@code POST /characters} with a PNG or JPEG returns the character in it. */
@SpringBootApplication
public class CharacterService {
  public static void main(String[] args) {
    SpringApplication.run(CharacterService.class, args);
  }

  /**
   * Creates one classifier for all requests, since it is thread-safe. Spring closes it when the
   * application ends.
   */
  @Bean
  CharacterClassifier classifier() {
    EmnistClassifier classifier = EmnistClassifier.pretrained();
    classifier.warmUp();
    return classifier;
  }

  record Answer(String label, double probability, boolean blank) {}

  @RestController
  static class Characters {
    private final CharacterClassifier classifier;

    Characters(CharacterClassifier classifier) {
      this.classifier = classifier;
    }

    @PostMapping(
        path = "/characters",
        consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE})
    Answer recognise(@RequestBody byte[] picture) throws MalformedDataException {
      Prediction p = classifier.predict(picture);
      return new Answer(p.label(), p.probability(), p.blank());
    }

    @ExceptionHandler
    ProblemDetail notAPicture(MalformedDataException e) {
      return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }
  }
}
