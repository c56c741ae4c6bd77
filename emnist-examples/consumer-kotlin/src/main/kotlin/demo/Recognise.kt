package demo

import io.github.emnist.model.EmnistClassifier
import java.nio.file.Path

/** Recognises the character in each picture: `Recognise IMAGE...`. */
fun main(args: Array<String>) {
    EmnistClassifier.pretrained().use { classifier ->
        for (result in classifier.predictEach(args.map { Path.of(it) })) {
            val answer = result.prediction()
                .map { "${it.label()} ${it.probability()}" }
                .orElseGet { "no answer: ${result.exception().orElseThrow().message}" }
            println("${result.input()}: $answer")
        }
    }
}
