package io.github.emnist.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.runtime.BoxedUnit;

/**
 * The SQL function {@code recognize_character(image)}, which accepts the values of the input column
 * of {@link CharacterClassifierModel} and returns the struct of its output column.
 *
 * <pre>{@code
 * CharacterFunctions.register(spark);
 * spark.sql("SELECT id, recognize_character(image).label FROM images");
 * }</pre>
 *
 * <p>A query that calls it with another type of column, or with no or several arguments, fails
 * before it runs.
 *
 * <p>Sessions that are started with {@code
 * spark.sql.extensions=io.github.emnist.spark.CharacterFunctions} have it from the beginning, with
 * the pretrained model; that way works from Python and from Spark's own shells too.
 *
 * <p>A SQL function is called for one row at a time. For many images the transformer, which works
 * in batches, is faster.
 */
public final class CharacterFunctions implements SparkSessionExtensionsProvider {
  private static final String NAME = "recognize_character";

  /** Creates the extension; Spark calls this. */
  public CharacterFunctions() {}

  /**
   * Registers the function in a session, with the pretrained model.
   *
   * @param spark the session
   */
  public static void register(SparkSession spark) {
    register(spark, new CharacterClassifierModel());
  }

  /**
   * Registers the function in a session, in place of an earlier one.
   *
   * @param spark the session
   * @param model the transformer whose model, engine, characters and top-k apply
   * @throws IllegalArgumentException if there is no such model or it does not know the characters
   */
  public static void register(SparkSession spark, CharacterClassifierModel model) {
    Recognition recognition = model.recognition(spark);
    Function1<Seq<Expression>, Expression> builder = arguments -> call(recognition, arguments);
    ((org.apache.spark.sql.classic.SparkSession) spark)
        .sessionState()
        .functionRegistry()
        .createOrReplaceTempFunction(NAME, builder, "java_udf");
  }

  /** Adds the function to new sessions; Spark calls this. */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    Function1<Seq<Expression>, Expression> builder =
        arguments ->
            call(new CharacterClassifierModel().recognition(SparkSession.active()), arguments);
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(NAME),
            new ExpressionInfo(CharacterFunctions.class.getName(), NAME),
            builder));
    return BoxedUnit.UNIT;
  }

  /** Creates a call of the function in a query. */
  private static Expression call(Recognition recognition, Seq<Expression> arguments) {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException(
          "%s: found %d arguments, expected 1: the image".formatted(NAME, arguments.size()));
    }
    Recognition.checkType(NAME, arguments.apply(0).dataType());
    Function1<Object, Row> function =
        (Function1<Object, Row> & Serializable) recognition::recognise;
    return new ScalaUDF(
        function,
        Recognition.PREDICTION,
        arguments,
        emptySeq(),
        Option.empty(),
        Option.apply(NAME),
        true,
        true);
  }

  @SuppressWarnings("unchecked") // an empty list has any element type
  private static <T> Seq<T> emptySeq() {
    return (Seq<T>) Nil$.MODULE$;
  }
}
