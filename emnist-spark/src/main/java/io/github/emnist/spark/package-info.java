/** Recognition of characters on Apache Spark, as an ML transformer and as a SQL function. */
package io.github.emnist.spark;
