// After the build, in the repository's root:
//   jshell --class-path "emnist-lite/target/lib/*" -R-Dpicture=picture.png emnist-examples/jshell/recognise.jsh
import io.github.emnist.data.preprocess.Ink
import io.github.emnist.model.EmnistClassifier

var classifier = EmnistClassifier.pretrained()
var seven = Ink.builder().stroke(10, 10, 60, 10, 25, 90).stroke(20, 50, 55, 50).build()
System.out.println("strokes: " + classifier.predict(seven).top(3))
System.out.println("picture: " + classifier.predict(Path.of(System.getProperty("picture"))).top(3))
classifier.close()
/exit
