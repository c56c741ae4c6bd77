/** Data sets as DFLib tables. Whoever uses this package adds {@code org.dflib:dflib}. */
package io.github.emnist.data.table;
